import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { digestOfFile, digestOfPlan } from '../../src/plan/digest.ts'
import { parsePlanArchive } from '../../src/plan/plan-archive.ts'
import { parsePlanJson, type Change, type PlanJson } from '../../src/plan/plan-json.ts'
import type { ComparedPlan } from '../../src/plan/plan-parts.ts'
import {
  anyPlan,
  comparedPlan,
  lockFileOf,
  otherThan,
  readPlanFixture,
  resourceChange,
  sameAs,
} from '../support/compared-plan.ts'
import { readFixture } from '../support/fixture.ts'
import { proofTest } from '../support/proof.ts'
import { createProject, resource } from '../support/terraform-project.ts'

const key = Buffer.alloc(32, 7)
const digestOf = ({ plan, archive, isRefreshOnly }: ComparedPlan): string =>
  digestOfPlan(key, plan, archive, isRefreshOnly)
const bytesOf = (text: string): Uint8Array => Buffer.from(text)

test('the digest of a file that cannot be looked into is that of its bytes, with the key', () => {
  const file = bytesOf('encrypted')
  // printf 'a plan file\nencrypted' | openssl dgst -sha256 -mac HMAC -macopt hexkey:0707…07
  expect(digestOfFile(key, file)).toBe('34fc48d5364cf1acdfac9d1cb66429b5b38a029c0c06945e98a255a410802d8f')
  expect(digestOfFile(Buffer.alloc(32, 8), file)).not.toBe(digestOfFile(key, file))
})

describe('the digest of a real plan', () => {
  const changes = readPlanFixture('changes')

  test('is the same in another folder, with other parallelism, on a state that was written since', () => {
    expect(digestOf(changes)).toMatch(/^[0-9a-f]{64}$/)
    expect(digestOf(readPlanFixture('again'))).toBe(digestOf(changes))
  })

  test('is another one for other changes', () => {
    expect(digestOf(readPlanFixture('other'))).not.toBe(digestOf(changes))
  })

  test('tells nothing to who does not have the key', () => {
    const { plan, archive } = changes
    expect(digestOfPlan(Buffer.alloc(32, 8), plan, archive, false)).not.toBe(digestOf(changes))
  })
})

describe('of any plan the digest', () => {
  test('is the same whatever the order and whatever else is there', () => {
    fc.assert(
      fc.property(anyPlan, fc.nat(), (compared, seed) => {
        expect(digestOf(sameAs(compared, seed))).toBe(digestOf(compared))
      }),
    )
  })

  test('is another one where a single value, name or action is', () => {
    fc.assert(
      fc.property(anyPlan, fc.nat(), (compared, pick) => {
        expect(digestOf(otherThan(compared, pick))).not.toBe(digestOf(compared))
      }),
    )
  })

  test('is another one for every byte of its configuration', () => {
    const text = '  provisioner "local-exec" { command = "ls ${var.x}" }'
    const digestWith = (config: Uint8Array): string =>
      digestOf(comparedPlan({}, { config: new Map([['m-/main.tf', config]]) }))
    const digest = digestWith(bytesOf(text))
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const other = Buffer.from(text)
        other[at] = (other[at] ?? 0) ^ flip
        expect(digestWith(other)).not.toBe(digest)
      }),
    )
  })
})

describe('the digest counts', () => {
  const config = (files: Readonly<Record<string, string>>): ComparedPlan['archive']['config'] =>
    new Map(Object.entries(files).map(([name, text]) => [name, bytesOf(text)]))
  const modules = (fields: object): ComparedPlan['archive']['config'] =>
    config({
      'modules.json': JSON.stringify([
        { Key: '', Dir: '.' },
        { Key: 'net', ...fields },
      ]),
    })
  const of = (fields: PlanJson & Record<string, unknown>): ComparedPlan => comparedPlan(fields)
  const ofResources = (...changes: NonNullable<PlanJson['resource_changes']>): ComparedPlan =>
    of({ resource_changes: changes })
  const ofLockFile = (lockFile: string): ComparedPlan => comparedPlan({}, { lockFile })
  const list = (...after: unknown[]): ComparedPlan => ofResources(resourceChange({ after: { list: after } }))
  const still = { actions: ['no-op'], before: {}, after: {} }

  test.each<[string, ComparedPlan, ComparedPlan]>([
    ['the order of a list', list('a', 'b'), list('b', 'a')],
    ['a number and its text', list(1), list('1')],
    ['null and what is not there', list(null), list()],
    [
      'an attribute that is called like nothing else',
      list(),
      ofResources(resourceChange({ after: JSON.parse('{"list": [], "__proto__": null}') as unknown })),
    ],
    [
      'the order of actions, which is that of a replacement',
      ofResources(resourceChange({ actions: ['create', 'delete'] })),
      ofResources(resourceChange({ actions: ['delete', 'create'] })),
    ],
    [
      'what is only known after the apply',
      ofResources(resourceChange({ after_unknown: { size: true } })),
      ofResources(resourceChange({ after_unknown: {} })),
    ],
    [
      'why something is replaced',
      ofResources(resourceChange({ replace_paths: [['size']] } as Partial<Change>)),
      ofResources(resourceChange()),
    ],
    [
      'a move of what stays as it is',
      ofResources(resourceChange(still, { previous_address: 'a.a' })),
      ofResources(),
    ],
    [
      'an import of what stays as it is',
      ofResources(resourceChange({ ...still, importing: { id: 'i' } })),
      ofResources(),
    ],
    [
      'an import whose ID is not known yet',
      ofResources(resourceChange({ ...still, importing: {} })),
      ofResources(),
    ],
    [
      'a deposed object',
      ofResources(resourceChange({ actions: ['delete'] }, { deposed: 'ab12cd34' })),
      ofResources(resourceChange({ actions: ['delete'] })),
    ],
    [
      'a variable that nothing in the plan uses',
      of({ variables: { a: { value: 1 } } }),
      of({ variables: {} }),
    ],
    [
      'one variable and its value for another',
      of({ variables: { a: { value: 'b' } } }),
      of({ variables: { b: { value: 'a' } } }),
    ],
    ['an output', of({ output_changes: { a: resourceChange().change } }), of({})],
    [
      'an output for a variable',
      of({ resource_changes: [], output_changes: { a: resourceChange().change } }),
      of({ resource_changes: [], variables: { a: resourceChange().change as object } }),
    ],
    ['an action', of({ action_invocations: [{ address: 'action.x.y' }] }), of({ action_invocations: [] })],
    [
      'an action that is invoked twice',
      of({ action_invocations: [{ address: 'action.x.y' }, { address: 'action.x.y' }] }),
      of({ action_invocations: [{ address: 'action.x.y' }] }),
    ],
    ['what is put off', of({ deferred_changes: [{ resource_change: resourceChange() }] }), of({})],
    ['that something is put off', of({ complete: false }), of({ complete: true })],
    ['that an error ended it', of({ errored: true }), of({ errored: false })],
    [
      'what a later Terraform tells of a plan',
      of({ new_kind_of_changes: [1] }),
      of({ new_kind_of_changes: [] }),
    ],
    ['the version of Terraform', of({ terraform_version: '1.12.0' }), of({})],
    [
      'the version of a provider',
      ofLockFile(lockFileOf({ 'acme/a': '1.0.0' })),
      ofLockFile(lockFileOf({ 'acme/a': '1.0.1' })),
    ],
    ['a provider', ofLockFile(lockFileOf({ 'acme/a': '1.0.0' })), ofLockFile(lockFileOf({}))],
    [
      'which provider has which version',
      ofLockFile(lockFileOf({ 'acme/a': '1.0.0', 'acme/b': '2.0.0' })),
      ofLockFile(lockFileOf({ 'acme/a': '2.0.0', 'acme/b': '1.0.0' })),
    ],
    [
      'all of a lock file that Terraform has not written',
      ofLockFile(`${lockFileOf({ 'acme/a': '1.0.0' })}/*\n  version = "2.0.0"\n*/`),
      ofLockFile(`${lockFileOf({ 'acme/a': '1.0.0' })}/*\n  version = "2.0.1"\n*/`),
    ],
    [
      'the name of a file',
      comparedPlan({}, { config: config({ 'm-/a.tf': 'x' }) }),
      comparedPlan({}, { config: config({ 'm-/b.tf': 'x' }) }),
    ],
    [
      'where one file ends and the next begins',
      comparedPlan({}, { config: config({ 'm-/a.tf': 'x', 'm-/b.tf': '' }) }),
      comparedPlan({}, { config: config({ 'm-/a.tf': '', 'm-/b.tf': 'x' }) }),
    ],
    [
      'the source of a module',
      comparedPlan({}, { config: modules({ Source: 'acme/net/aws', Version: '1.0.0' }) }),
      comparedPlan({}, { config: modules({ Source: 'acme/nat/aws', Version: '1.0.0' }) }),
    ],
    [
      'the version of a module',
      comparedPlan({}, { config: modules({ Source: 'acme/net/aws', Version: '1.0.0' }) }),
      comparedPlan({}, { config: modules({ Source: 'acme/net/aws', Version: '1.0.1' }) }),
    ],
    [
      'a list of modules that is none',
      comparedPlan({}, { config: config({ 'modules.json': 'x' }) }),
      comparedPlan({}, { config: config({ 'modules.json': 'y' }) }),
    ],
    ['that only the state is to be written', comparedPlan({}, {}, true), comparedPlan({}, {}, false)],
  ])('%s', (_, one, other) => {
    expect(digestOf(one)).not.toBe(digestOf(other))
  })

  test('numbers by all of their digits', () => {
    const digestWith = (digits: string): string => {
      const change = `{"actions": ["create"], "after": {"n": ${digits}}}`
      const text = `{"format_version": "1.2", "resource_changes": [{"address": "a.a", "change": ${change}}]}`
      return digestOf({ ...comparedPlan(), plan: parsePlanJson(text) })
    }
    expect(digestWith('9007199254740992')).not.toBe(digestWith('9007199254740993'))
    expect(digestWith('0.12345678901234567890')).not.toBe(digestWith('0.12345678901234567891'))
  })

  test('a small number as the same beside a long one, which is read in another way', () => {
    const planBeside = (number: string): ComparedPlan => {
      const change = '{"actions": ["create"], "after": {"n": 0.0000005}}'
      const text = `{"format_version": "1.2", "prior_state": ${number}, "resource_changes": [{"address": "a.a", "change": ${change}}]}`
      return { ...comparedPlan(), plan: parsePlanJson(text) }
    }
    expect(digestOf(planBeside('12345678901234567890'))).toBe(digestOf(planBeside('1')))
  })
})

describe('the digest does not count', () => {
  test('where downloaded modules are: with an absolute TF_DATA_DIR that is another folder in each job', () => {
    const withFolder = (Dir: string): ComparedPlan => {
      const list = [
        { Key: '', Dir: '.' },
        { Key: 'net', Source: 'acme/net/aws', Version: '1.0.0', Dir },
      ]
      return comparedPlan({}, { config: new Map([['modules.json', bytesOf(JSON.stringify(list))]]) })
    }
    expect(digestOf(withFolder('/tmp/1/modules/net'))).toBe(digestOf(withFolder('.terraform/modules/net')))
  })
})

describe('what has changed outside of Terraform', () => {
  const plan = parsePlanJson(readFixture('plan-refresh-only.json'))
  const { resource_drift: drift = [], ...rest } = plan
  const digestWith = (resource_drift: typeof drift, isRefreshOnly: boolean): string =>
    digestOf({ ...comparedPlan(), plan: { ...rest, resource_drift }, isRefreshOnly })

  test('counts where a refresh-only plan takes it over, and not elsewhere', () => {
    const others = drift.map(({ change, ...of }) => ({ ...of, change: { ...change, after: {} } }))
    expect(drift).toHaveLength(1)
    expect(digestWith(others, true)).not.toBe(digestWith(drift, true))
    expect(digestWith(others, false)).toBe(digestWith(drift, false))
  })
})

describe('with Terraform at work', () => {
  proofTest(
    'equal plans have one digest, and a provisioner with another command or value has another',
    async () => {
      const body = `
variable "path" {
  default = "/tmp/a"
}
variable "user" {
  default = "alice"
}
variable "token" {
  ephemeral = true
}
module "child" {
  source = "./child"
}
${resource('a', '{ list = ["x", "y"], number = 9007199254740993 }', 'provisioner "local-exec" {\n command = "ls ${var.path}"\n }')}
output "number" {
  value = terraform_data.a.output
}`
      const project = createProject('backend "local" {}', body)
      try {
        project.write('child/main.tf', resource('c', '"child"'))
        await project.terraform(['init'])
        // A state with something in it can be pushed under another serial.
        await project.terraform(['apply', '-auto-approve', '-target=module.child', '-var=token=0'])
        let count = 0
        const digest = async (folder: string, ...args: string[]): Promise<string> => {
          const file = `plan-${(count += 1)}`
          const run = async (...words: string[]): Promise<string> =>
            (await project.terraform([`-chdir=${folder}`, ...words])).stdout
          // An ephemeral variable is no part of a plan, so it may be another one in each.
          await run('plan', `-out=${file}`, `-var=token=${count}`, ...args)
          const archive = parsePlanArchive(readFileSync(join(folder, file)))
          if (archive === undefined) throw new Error('no plan file')
          return digestOf({
            plan: parsePlanJson(await run('show', '-json', file)),
            archive,
            isRefreshOnly: false,
          })
        }
        const first = await digest(project.folder)
        const elsewhere = join(project.workspace, 'another', 'checkout')
        mkdirSync(elsewhere, { recursive: true })
        cpSync(project.folder, elsewhere, { recursive: true })
        const state = JSON.parse(readFileSync(join(elsewhere, 'terraform.tfstate'), 'utf8')) as {
          serial: number
        }
        writeFileSync(join(elsewhere, 'newer.json'), JSON.stringify({ ...state, serial: state.serial + 5 }))
        await project.terraform([`-chdir=${elsewhere}`, 'state', 'push', 'newer.json'])
        const same = [
          await digest(project.folder),
          await digest(project.folder, '-parallelism=1'),
          await digest(project.folder, '-refresh=false', '-lock=false'),
          await digest(elsewhere),
        ]
        expect(same).toEqual([first, first, first, first])

        const other = await digest(project.folder, '-var=path=/tmp/b')
        const unused = await digest(project.folder, '-var=user=bob')
        const main = readFileSync(join(project.folder, 'main.tf'), 'utf8')
        project.write('main.tf', main.replace('ls ${var.path}', 'rm -rf ${var.path}'))
        const command = await digest(project.folder)
        expect(new Set([first, other, unused, command]).size).toBe(4)
      } finally {
        project.dispose()
      }
    },
  )
})
