import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { startEmbeddedS3, type EmbeddedS3 } from '../support/embedded-s3.ts'
import { startFakeGitHub, type FakeGitHub } from '../support/fake-github.ts'
import type { StepResult } from '../support/fake-runner.ts'
import { disposeRuns, lockstep } from '../support/lockstep.ts'
import { proofTest } from '../support/proof.ts'
import { onPullRequest, token } from '../support/pull-request.ts'
import { onSchedule } from '../support/scheduled-run.ts'
import { createProject, lockJson, s3Backend, type TerraformProject } from '../support/terraform-project.ts'
import { startWorld, stateOf, thing, worldProviderBlock, type Thing, type World } from '../support/world.ts'

const stateKey = 'app/terraform.tfstate'
const lockKey = `${stateKey}.tflock`
const address = `s3://tfstate/${stateKey}`
const thingOf = (name: string): Thing => ({ id: `${name}-1`, name, colour: 'red', takes: '100' })
const body = `${worldProviderBlock}${thing('hall')}${thing('yard')}`
let s3: EmbeddedS3
let github: FakeGitHub
let world: World
let project: TerraformProject

beforeEach(async () => {
  s3 = await startEmbeddedS3({ buckets: ['tfstate'] })
  github = await startFakeGitHub({ repository: 'acme/infra', token })
  world = await startWorld()
  project = createProject(s3Backend({ s3: s3.endpoint }), body)
  s3.put('tfstate', stateKey, stateWithSerial(1))
  for (const name of ['hall', 'yard']) paint(name, 'red')
})
afterEach(async () => {
  disposeRuns()
  project.dispose()
  await world.close()
  await s3.close()
  await github.close()
  expect(github.violations).toEqual([])
})

function stateWithSerial(serial: number): string {
  const things = ['hall', 'yard'].map((label) => ({ label, thing: thingOf(label) }))
  return JSON.stringify({ ...(JSON.parse(stateOf(things)) as object), serial })
}
function paint(name: string, colour: string): void {
  world.things.set(`${name}-1`, { ...thingOf(name), colour })
}
async function drift(
  inputs: Record<string, string> = {},
  options: Partial<ReturnType<typeof onSchedule>> = {},
): Promise<StepResult> {
  const { main } = await lockstep(project, {
    ...onSchedule(github.apiUrl),
    ...options,
    env: world.env,
    inputs: { command: 'drift', ...inputs },
  })
  expect(main.problems).toEqual([])
  return main
}
/** Once Terraform has read the state and asks for what there is, the first `times` times. */
function whilePlanning(times: number, act: () => void): void {
  const get = world.things.get.bind(world.things)
  let runs = 0
  world.things.get = (id) => {
    if (id === 'hall-1' && (runs += 1) <= times) act()
    return get(id)
  }
}
const comments = (): string[] => github.comments(1).map((comment) => comment.body)
const warnings = ({ annotations }: StepResult): string[] =>
  annotations.filter(({ kind }) => kind === 'warning').map(({ message }) => message)

describe('the issue of a state', () => {
  test('is opened when something differs, brought up to date, and closed when nothing does', async () => {
    paint('hall', 'blue')
    const found = await drift()
    expect(found.exitCode).toBe(0)
    expect(found.outputs).toMatchObject({ result: 'drift', 'has-changes': 'true', change: '1', add: '0' })
    expect(github.issues()).toMatchObject([
      { state: 'open', title: `Drift in ${address}`, labels: ['lockstep-drift'] },
    ])
    const [opened] = github.issues()
    expect(opened?.body).toContain(`Drift in \`${address}\``)
    expect(opened?.body).toMatch(/colour += "blue" -> "red"/)
    expect(opened?.body).not.toContain('world_thing.yard')
    for (const text of [found.log, found.summary])
      expect(text).toContain('https://github.com/acme/infra/issues/1')
    expect(found.summary).toContain(`Drift in \`${address}\``)

    world.things.delete('yard-1')
    const more = await drift()
    expect(more.outputs).toMatchObject({ result: 'drift', change: '1', add: '1' })
    expect(github.issues()).toMatchObject([{ state: 'open' }])
    expect(github.issues()[0]?.body).toContain('world_thing.yard')
    expect(comments()).toEqual([expect.stringContaining('Something else differs')])

    for (const name of ['hall', 'yard']) paint(name, 'red')
    expect((await drift()).outputs['result']).toBe('no-drift')
    expect(github.issues()).toMatchObject([{ state: 'closed', stateReason: 'completed' }])
    expect(github.issues()[0]?.body).toContain('Nothing differs any more')
    expect(comments()).toHaveLength(1)
  })

  proofTest('that says the same tells nobody, and the next drift opens it again', async () => {
    paint('hall', 'blue')
    await drift()
    paint('hall', 'green')
    await drift()
    expect(github.issues()[0]?.body).toMatch(/"green" -> "red"/)
    expect(comments()).toEqual([])
    paint('hall', 'red')
    await drift()
    await drift()
    expect(github.issues()).toMatchObject([{ state: 'closed' }])
    paint('hall', 'blue')
    expect((await drift()).log).toContain('Issue 1 was opened again')
    expect(github.issues()).toMatchObject([{ state: 'open' }])
    expect(comments()).toEqual([expect.stringContaining('Something differs again')])
  })

  proofTest('that a person has closed is opened again, unless as not planned', async () => {
    paint('hall', 'blue')
    await drift()
    github.setIssue(1, { state: 'closed', stateReason: 'completed' })
    await drift()
    expect(github.issues()).toMatchObject([{ state: 'open' }])
    expect(comments()).toEqual([expect.stringContaining('it still differs')])
    github.setIssue(1, { state: 'closed', stateReason: 'not_planned' })
    paint('hall', 'green')
    expect((await drift()).log).toContain('stays closed')
    expect(github.issues()).toMatchObject([{ state: 'closed', stateReason: 'not_planned' }])
    expect(github.issues()[0]?.body).toMatch(/"green" -> "red"/)
    expect(comments()).toHaveLength(1)
  })

  proofTest('that somebody has deleted is opened anew', async () => {
    paint('hall', 'blue')
    await drift()
    const before = (): void => {
      github.setIssue(1, { isDeleted: true, body: null })
    }
    github.fault({ method: 'PATCH', path: /issues\/1$/, fault: { kind: 'run', before } })
    await drift()
    expect(github.issues()).toMatchObject([{ isDeleted: true }, { state: 'open' }])
  })

  proofTest('is one for each state, also of two at once', async () => {
    const other = createProject(s3Backend({ s3: s3.endpoint, key: 'other.tfstate' }), body)
    s3.put('tfstate', 'other.tfstate', stateWithSerial(1))
    try {
      paint('hall', 'blue')
      const options = { ...onSchedule(github.apiUrl), env: world.env, inputs: { command: 'drift' } }
      await Promise.all([lockstep(project, options), lockstep(other, options), lockstep(project, options)])
      const open = github.issues().filter(({ state }) => state === 'open')
      expect(open.map(({ title }) => title).toSorted()).toEqual([
        `Drift in ${address}`,
        'Drift in s3://tfstate/other.tfstate',
      ])
    } finally {
      other.dispose()
    }
  })

  proofTest('with refresh-only tells only what was changed outside of Terraform', async () => {
    paint('hall', 'blue')
    project.write('more.tf', thing('shed'))
    const found = await drift({ 'refresh-only': 'true' })
    expect(found.outputs).toMatchObject({ result: 'drift', 'has-changes': 'true', add: '0', change: '0' })
    expect(github.issues()[0]?.body).toContain('changed outside of Terraform')
    expect(github.issues()[0]?.body).not.toContain('shed')
  })
})

describe('a plan for drift', () => {
  test('takes no lock, stores nothing, and leaves no file to apply', async () => {
    paint('hall', 'blue')
    const main = await drift({ 'fail-on-drift': 'true' })
    expect(main.exitCode).toBe(1)
    expect(main.outputs).toMatchObject({
      result: 'drift',
      'failure-reason': '',
      'plan-file': '',
      'plan-digest': '',
    })
    expect(main.outputs['plan-json-file']).toMatch(/plan\.json$/)
    expect(main.annotations).toMatchObject([
      { kind: 'error', message: expect.stringContaining('fail-on-drift') as unknown },
    ])
    expect(s3.requests.filter(({ method }) => method !== 'GET' && method !== 'HEAD')).toEqual([])
    expect(github.issues()).toHaveLength(1)
  })

  proofTest('of a pull request opens no issue', async () => {
    paint('hall', 'blue')
    github.addPullRequest({ number: 7 })
    const main = await drift({}, onPullRequest({ apiUrl: github.apiUrl }))
    expect(main.outputs['result']).toBe('drift')
    expect(main.log).toContain('No issue is opened or changed')
    expect([...github.issues(), ...github.comments(7)]).toEqual([])
  })

  proofTest('that fails leaves the issue as it is', async () => {
    paint('hall', 'blue')
    await drift()
    const [before] = github.issues()
    project.write(
      'broken.tf',
      thing('shed', {}, 'lifecycle {\nprecondition {\ncondition = 1 == 2\nerror_message = "no"\n}\n}'),
    )
    const main = await drift()
    expect(main.exitCode).toBe(1)
    expect(main.outputs).toMatchObject({ result: 'failed' })
    expect(github.issues()).toEqual([before])
  })
})

describe('an apply at work', () => {
  test('that holds the lock is no drift: neutral, without an issue', async () => {
    paint('hall', 'blue')
    s3.put('tfstate', lockKey, lockJson())
    const main = await drift()
    expect(main.exitCode).toBe(0)
    expect(main.outputs).toMatchObject({ result: 'contended', 'failure-reason': '', 'has-changes': '' })
    expect(main.outputs['lock-holder']).toContain('alice@laptop')
    expect(main.summary).toContain('whether something differs is not known')
    expect(github.issues()).toEqual([])
  })

  proofTest('of Terraform itself is none, and what it has done is none after it', async () => {
    const slow = body.replaceAll('"red"', '"blue"').replaceAll('"100"', '"6000"')
    project.write('main.tf', `terraform {\n${s3Backend({ s3: s3.endpoint })}\n}\n${slow}`)
    await project.terraform(['init'], world.env)
    const applying = project.terraform(['apply', '-auto-approve'], world.env)
    while (!s3.keys('tfstate').includes(lockKey)) await sleep(50)
    expect((await drift()).outputs['result']).toBe('contended')
    await applying
    expect((await drift()).outputs['result']).toBe('no-drift')
    expect(github.issues()).toEqual([])
  })

  test('that begins while it is planned is no drift either', async () => {
    whilePlanning(1, () => {
      paint('hall', 'blue')
      s3.put('tfstate', lockKey, lockJson())
    })
    const main = await drift()
    expect(main.exitCode).toBe(0)
    expect(main.outputs).toMatchObject({ result: 'contended', 'plan-json-file': '' })
    expect(github.issues()).toEqual([])
  })

  test('that has come and gone while it was planned is planned after', async () => {
    whilePlanning(1, () => {
      paint('hall', 'blue')
      s3.put('tfstate', stateKey, stateWithSerial(2).replaceAll('"red"', '"blue"'))
      project.write(
        'main.tf',
        readFileSync(`${project.folder}/main.tf`, 'utf8').replaceAll('"red"', '"blue"'),
      )
      paint('yard', 'blue')
    })
    const main = await drift()
    expect(main.outputs).toMatchObject({ result: 'no-drift', 'has-changes': 'false', change: '0' })
    expect(main.log).toContain('does not count')
    expect(github.issues()).toEqual([])
  })

  proofTest('that never ends writing is contention', async () => {
    let serial = 1
    whilePlanning(9, () => {
      paint('hall', 'blue')
      s3.put('tfstate', stateKey, stateWithSerial((serial += 1)))
    })
    const main = await drift()
    expect(main.exitCode).toBe(0)
    expect(main.outputs['result']).toBe('contended')
    expect(main.summary).toContain('3 times in a row')
    expect(github.issues()).toEqual([])
  })

  proofTest('is waited for with on-contention: wait', async () => {
    s3.put('tfstate', lockKey, lockJson())
    setTimeout(() => {
      s3.remove('tfstate', lockKey)
    }, 4_000)
    paint('hall', 'blue')
    const main = await drift({ 'on-contention': 'wait' })
    expect(main.outputs['result']).toBe('drift')
    expect(Number(main.outputs['lock-waited-seconds'])).toBeGreaterThan(0)
  })

  proofTest('with lock: true is the usual contention, green', async () => {
    paint('hall', 'blue')
    s3.put('tfstate', lockKey, lockJson())
    const main = await drift({ lock: 'true' })
    expect(main.exitCode).toBe(0)
    expect(main.outputs['result']).toBe('contended')
    s3.remove('tfstate', lockKey)
    expect((await drift({ lock: 'true' })).outputs).toMatchObject({ result: 'drift', 'lock-attempts': '1' })
    expect(github.issues()).toHaveLength(1)
  })

  proofTest('is no other plan, which writes nothing', async () => {
    paint('hall', 'blue')
    s3.put('tfstate', lockKey, lockJson({ Operation: 'OperationTypePlan' }))
    expect((await drift()).outputs['result']).toBe('drift')
  })
})

describe('GitHub', () => {
  test('that refuses for want of a permission gets a warning that names it, and the summary has the drift', async () => {
    paint('hall', 'blue')
    github.permissions = { contents: 'read' }
    const main = await drift()
    expect(main.exitCode).toBe(0)
    expect(main.outputs['result']).toBe('drift')
    expect(warnings(main)).toEqual([expect.stringContaining('issues: write')])
    expect(main.summary).toContain('issues: write')
    expect(main.summary).toContain('"blue" -> "red"')
  })

  proofTest('without issues in this repository is told where they are switched on', async () => {
    paint('hall', 'blue')
    github.switchIssues(false)
    const main = await drift()
    expect(main.exitCode).toBe(0)
    expect(warnings(main)).toEqual([expect.stringContaining('switched off in the settings')])
  })

  proofTest('that is not to be asked is no failure', async () => {
    paint('hall', 'blue')
    const main = await drift({ 'github-token': '' }, { expressions: { 'github.token': '' } })
    expect(main.exitCode).toBe(0)
    expect(warnings(main)).toEqual([expect.stringContaining('github-token')])
  })

  proofTest('that is down fails no run', async () => {
    paint('hall', 'blue')
    for (const method of ['GET', 'POST'])
      github.fault({ method, path: /./, fault: { kind: 'status', status: 502 }, times: 99 })
    const main = await drift()
    expect(main.exitCode).toBe(0)
    expect(warnings(main)).toEqual([expect.stringContaining('could not be written')])
  })
})
