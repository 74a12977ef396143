import { describe, expect, test } from '@jest/globals'

import {
  applyPlanArguments,
  applyUnreviewedArguments,
  initArguments,
  planArguments,
  showJsonArguments,
  showTextArguments,
} from '../../src/terraform/arguments.ts'

const init = (fields: Partial<Parameters<typeof initArguments>[0]> = {}): string =>
  initArguments({ backendConfig: [], initArguments: [], ...fields }).join(' ')
const options = { destroy: false, refreshOnly: false, varFiles: [], planArguments: [], applyArguments: [] }
const plan = (fields: Partial<Parameters<typeof planArguments>[0]> = {}): string =>
  planArguments({ lock: true, ...options, ...fields }, '/run/plan.tfplan').join(' ')
const unreviewed = (fields: Partial<Parameters<typeof applyUnreviewedArguments>[0]> = {}): string =>
  applyUnreviewedArguments({ ...options, ...fields }).join(' ')

describe('terraform init', () => {
  test.each([
    ['by itself', {}, 'init -input=false -no-color -lock=true -lock-timeout=0s'],
    [
      'with a backend configuration',
      { backendConfig: ['bucket=b', '/work/prod.hcl'] },
      'init -input=false -no-color -lock=true -lock-timeout=0s -backend-config=bucket=b -backend-config=/work/prod.hcl',
    ],
    [
      'with arguments of the user',
      { initArguments: ['-upgrade', '-lockfile=readonly'] },
      'init -input=false -no-color -lock=true -lock-timeout=0s -upgrade -lockfile=readonly',
    ],
  ])('%s', (_, fields, argv) => {
    expect(init(fields)).toBe(argv)
  })
})

describe('terraform plan', () => {
  const start = 'plan -json -input=false -detailed-exitcode'
  const end = '-lock-timeout=0s -out=/run/plan.tfplan'
  test.each([
    ['by itself', {}, `${start} -lock=true ${end}`],
    ['without a lock', { lock: false }, `${start} -lock=false ${end}`],
    ['to destroy', { destroy: true }, `${start} -lock=true ${end} -destroy`],
    ['to take over what is there', { refreshOnly: true }, `${start} -lock=true ${end} -refresh-only`],
    [
      'with variables and arguments of the user, which come last',
      { varFiles: ['/work/a.tfvars', '/work/b.tfvars'], planArguments: ['-var=x=y z', '-target=module.m'] },
      `${start} -lock=true ${end} -var-file=/work/a.tfvars -var-file=/work/b.tfvars -var=x=y z -target=module.m`,
    ],
  ])('%s', (_, fields, argv) => {
    expect(plan(fields)).toBe(argv)
  })
})

describe('terraform apply', () => {
  test('of a saved plan gives nothing that is in the plan already, and the plan last', () => {
    expect(applyPlanArguments({ applyArguments: ['-parallelism=5'] }, '/work/saved.tfplan')).toEqual([
      ...['apply', '-json', '-input=false', '-lock=true', '-lock-timeout=0s', '-parallelism=5'],
      '/work/saved.tfplan',
    ])
  })

  test('in one step is plan and apply under one lock', () => {
    const start = 'apply -json -input=false -auto-approve -lock=true -lock-timeout=0s'
    expect(unreviewed()).toBe(start)
    expect(
      unreviewed({
        ...{ destroy: true, refreshOnly: true, varFiles: ['a.tfvars'] },
        ...{ planArguments: ['-var=x=y'], applyArguments: ['-parallelism=5'] },
      }),
    ).toBe(`${start} -destroy -refresh-only -var-file=a.tfvars -var=x=y -parallelism=5`)
  })
})

test('whatever the user gives, Terraform itself never waits for the lock and never asks', () => {
  for (const argv of [init(), plan(), plan({ lock: false }), unreviewed()]) {
    expect(argv).toContain(' -lock-timeout=0s')
    expect(argv).toContain(' -input=false')
  }
})

test('a plan is shown as text and as JSON', () => {
  expect(showTextArguments('p')).toEqual(['show', '-json=false', '-no-color', 'p'])
  expect(showJsonArguments('p')).toEqual(['show', '-json', 'p'])
})
