import { execFile } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { recoveryFromStream, type Recovery } from '../../src/plan/unsaved.ts'
import { createForeignText } from '../../src/report/foreign-text.ts'
import { hclString } from '../../src/report/import-block.ts'
import { renderRecovery } from '../../src/report/recovery-report.ts'
import { startChild, type RunningChild } from '../support/child.ts'
import { startEmbeddedS3, type EmbeddedS3 } from '../support/embedded-s3.ts'
import { isProof, sampled } from '../support/proof.ts'
import {
  createProject,
  s3Backend,
  storeEnvironment,
  type TerraformProject,
} from '../support/terraform-project.ts'

const stateKey = 'app/terraform.tfstate'
const lockKey = `${stateKey}.tflock`
let s3: EmbeddedS3
let project: TerraformProject
let running: RunningChild | undefined

beforeEach(async () => {
  s3 = await startEmbeddedS3({ buckets: ['tfstate'] })
  project = createProject(s3Backend({ s3: s3.endpoint }), '')
  mkdirSync(join(project.folder, 'world'))
})
afterEach(async () => {
  if (running !== undefined) await kill(running)
  running = undefined
  project.dispose()
  await s3.close()
})

/** A resource that exists once its provisioner has moved `world/ID` there, with the key of `world` in it. */
function resource(name: string, body: string, seconds = 0.1): string {
  return `resource "terraform_data" "${name}" {
  ${body}
  provisioner "local-exec" {
    command = "echo ${name} > world.\${self.id} && mv world.\${self.id} world/\${self.id}; sleep ${seconds}"
  }
  provisioner "local-exec" {
    when    = destroy
    command = "rm world/\${self.id}"
  }
}
`
}

/** ID to name. */
function world(): Map<string, string> {
  const folder = join(project.folder, 'world')
  return new Map(readdirSync(folder).map((id) => [id, readFileSync(join(folder, id), 'utf8').trim()]))
}

function savedState(): string {
  return s3.object('tfstate', stateKey)?.body.toString() ?? ''
}

function savedIds(): string[] {
  return [...savedState().matchAll(/"id": "([^"]+)"/g)].map(([, id = '']) => id)
}

async function kill(child: RunningChild): Promise<void> {
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
  await child.exited
}

/** Kills an apply and all that it has started, `then` after its stream matched; returns its stream. */
async function applyAndKill(
  when: RegExp,
  then: () => Promise<void>,
  args: readonly string[] = [],
): Promise<string[]> {
  running = await startChild('terraform', ['apply', '-json', '-auto-approve', '-input=false', ...args], {
    cwd: project.folder,
    env: environment(),
    ready: when,
  })
  await then()
  await kill(running)
  // A provisioner's shell outlives Terraform, and may have made its file without having written it.
  for (let looks = 0; looks < 100 && [...world().values()].includes(''); looks += 1) await sleep(10)
  return running.output().split('\n')
}

async function runInFolder(script: string): Promise<void> {
  await promisify(execFile)('sh', ['-ec', script], { cwd: project.folder, env: environment() })
}

function environment(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], HOME: project.workspace, ...storeEnvironment }
}

/** What the plan says of each address: its action, and the ID that it imports. */
async function plannedChanges(): Promise<Map<string, { action: string; importing?: string | undefined }>> {
  const { stdout } = await project.terraform(['plan', '-json', '-input=false', '-out=recovery.tfplan'])
  const changes = stdout
    .split('\n')
    .filter((line) => line.includes('"planned_change"'))
    .map((line) => JSON.parse(line) as { change: Change })
  return new Map(
    changes.map(({ change: { action, resource, importing } }) => [
      resource.addr,
      { action, ...(importing === undefined ? {} : { importing: importing.id }) },
    ]),
  )
}
interface Change {
  action: string
  resource: { addr: string }
  importing?: { id: string }
}

function render(recovery: Recovery): string {
  return renderRecovery(recovery, createForeignText(new Set()), { limitBytes: 50_000 })
}

function fenced(markdown: string, language: string): string {
  const [, text = ''] = new RegExp(`^ *\`\`\`${language}\n([^]*?)^ *\`\`\``, 'm').exec(markdown) ?? []
  return text
}

/** `address` to ID. */
function importsIn(hcl: string): Map<string, string> {
  return new Map(
    [...hcl.matchAll(/^ {2}to = (.*)\n {2}id = "(.*)"$/gm)].map(([, to = '', id = '']) => [to, id]),
  )
}

describe('an apply that is killed', () => {
  test('is recovered by the steps of its report, and the state then has what the world has', async () => {
    const after = (name: string): string => `depends_on = [terraform_data.${name}]`
    project.write(
      'resources.tf',
      [
        resource('first', 'count = 2'),
        resource('plain', `for_each = toset(["a b", "c\\"\\u200b$\${d}"])\n${after('first')}`),
        resource('slow', after('plain'), 600),
        `resource "terraform_data" "never" {\n  ${after('slow')}\n}\n`,
      ].join('\n'),
    )
    await project.terraform(['init', '-input=false'])
    const stream = await applyAndKill(/slow: \(local-exec\): Executing/, async () => {
      while (world().size < 5) await sleep(10)
    })
    expect(s3.object('tfstate', lockKey)).toBeDefined()
    const ids = world()

    const recovery = recoveryFromStream(stream, savedState())
    const markdown = render(recovery)
    const hcl = fenced(markdown, 'hcl')
    expect([...importsIn(hcl).values()].sort()).toEqual(
      [...ids].flatMap(([id, name]) => (name === 'slow' ? [] : [id])).sort(),
    )
    expect(markdown).toContain('The saved state lacks 5 resources that exist')
    expect(markdown).toContain(
      '| `terraform_data.slow` | created, its provisioner was cut off | not told | lacks it |',
    )
    expect(markdown).not.toContain('terraform_data.never')

    // Its ID is what a person finds with the provider.
    const [slowId = ''] = [...ids].find(([, name]) => name === 'slow') ?? []
    project.write('imports.tf', `${hcl}\nimport {\n  to = terraform_data.slow\n  id = "${slowId}"\n}\n`)
    s3.remove('tfstate', lockKey)
    const planned = await plannedChanges()
    expect(planned.get('terraform_data.never')).toEqual({ action: 'create' })
    planned.delete('terraform_data.never')
    expect([...planned.values()].map(({ importing }) => importing).sort()).toEqual([...ids.keys()].sort())
    expect(new Set([...planned.values()].map(({ action }) => action))).toEqual(new Set(['import']))

    await project.terraform(['apply', '-input=false', 'recovery.tfplan'])
    expect(savedIds()).toEqual(expect.arrayContaining([...ids.keys()]))
    expect(savedIds()).toHaveLength(6)
    expect(await plannedChanges()).toEqual(new Map())
  })

  const seeds = Array.from({ length: 50 }, (_, seed) => seed)
  test('at any moment has a report that lists all that the world has and the state lacks', async () => {
    const versions = (isSecond: boolean): string =>
      [
        resource('cbd', 'count = 2\nlifecycle {\n  create_before_destroy = true\n}'),
        resource('dbc', 'for_each = toset(["a", "b"])'),
        isSecond ? resource('new', 'count = 4\ndepends_on = [terraform_data.dbc]') : resource('old', ''),
      ].join('\n')
    project.write('resources.tf', versions(false))
    await project.terraform(['init', '-input=false'])
    await project.terraform(['apply', '-auto-approve', '-input=false'])
    const [stateBefore, worldBefore] = [savedState(), world()]
    expect(worldBefore.size).toBe(5)
    const replaced = ['cbd[0]', 'cbd[1]', 'dbc["a"]', 'dbc["b"]'].map(
      (name) => `-replace=terraform_data.${name}`,
    )

    let imported = 0
    for (const seed of sampled(seeds, 2)) {
      const ms = fc.sample(fc.integer({ min: 0, max: 500 }), { seed: seed + 1, numRuns: 1 })[0] ?? 0
      const stream = await applyAndKill(/"apply_start"/, () => sleep(ms), ['-parallelism=2', ...replaced])
      imported += await expectRecovery(stream, `killed after ${ms} ms`)
      restore(stateBefore, worldBefore)
    }
    // A few moments may all be without anything to import.
    if (isProof) expect(imported).toBeGreaterThan(0)

    /** Returns how many resources were imported. */
    async function expectRecovery(stream: string[], moment: string): Promise<number> {
      const state = savedState()
      const recovery = recoveryFromStream(stream, state)
      // Terraform runs no such provisioner for an object that is destroyed after its replacement was made.
      const destroyed = recovery.fates.filter(
        ({ action, progress }) => action === 'delete' && progress === 'complete',
      )
      const isThere = (id: string): boolean => !destroyed.some((fate) => fate.id?.value === id)
      const missing = [...world()].filter(([id]) => isThere(id) && !state.includes(id))
      const listed = recovery.fates.filter(
        ({ action, verdict }) => action === 'create' && verdict !== 'saved',
      )
      const isListed = ([id, name]: [string, string]): boolean =>
        listed.some((fate) => (fate.id === undefined ? fate.place.name === name : fate.id.value === id))
      expect([moment, missing.filter((object) => !isListed(object))]).toEqual([moment, []])

      const markdown = render(recovery)
      const imports = importsIn(fenced(markdown, 'hcl'))
      const told = listed.flatMap(({ id }) => id?.value ?? [])
      expect([moment, [...imports.values()].sort()]).toEqual([moment, told.sort()])
      s3.remove('tfstate', lockKey)
      project.write('imports.tf', fenced(markdown, 'hcl'))
      await runInFolder(fenced(markdown, 'sh'))
      const planned = await plannedChanges()
      for (const [address, importing] of imports) {
        expect([moment, planned.get(address)]).toEqual([moment, { action: 'import', importing }])
      }
      return imports.size
    }

    function restore(state: string, objects: Map<string, string>): void {
      s3.remove('tfstate', lockKey)
      s3.put('tfstate', stateKey, state)
      rmSync(join(project.folder, 'imports.tf'))
      rmSync(join(project.folder, 'world'), { recursive: true })
      mkdirSync(join(project.folder, 'world'))
      for (const [id, name] of objects) project.write(`world/${id}`, name)
    }
  }, 600_000)
})

describe('an import block', () => {
  test('takes any ID to any address, as they are', async () => {
    const ids = [
      '${path.root}',
      '%{ if true }',
      '$${x}',
      '$$${x}',
      'a"b\\c',
      'line\nline\ttab',
      '```',
      "it's",
      'ünï😀\u200b\u202e',
    ]
    const hostile = new Map(ids.map((id) => [`k ${id}`, id]))
    project.write(
      'resources.tf',
      `resource "terraform_data" "any" {\n  for_each = toset([${[...hostile.keys()].map(hclString).join(', ')}])\n}\n`,
    )
    await project.terraform(['init', '-input=false'])
    const { stdout } = await project.terraform(['plan', '-json', '-input=false'])
    const stream = stdout
      .split('\n')
      .filter((line) => line.includes('"planned_change"'))
      .map((line) => {
        const { resource } = (
          JSON.parse(line) as { change: { resource: Change['resource'] & { resource_key: string } } }
        ).change
        const hook = {
          resource,
          action: 'create',
          id_key: 'id',
          id_value: hostile.get(resource.resource_key),
        }
        return ['apply_start', 'apply_complete'].map((type) =>
          JSON.stringify({ '@level': 'info', type, hook }),
        )
      })
    const recovery = recoveryFromStream(stream.flat(), '')
    project.write('imports.tf', fenced(render(recovery), 'hcl'))
    const planned = await plannedChanges()
    expect(new Set([...planned.values()].map(({ importing }) => importing))).toEqual(new Set(ids))
    await project.terraform(['apply', '-input=false', 'recovery.tfplan'])
    expect(new Set(objectsOf(savedState()))).toEqual(new Set(hostile))

    // The same addresses, in the command that makes room for what replaced an object.
    const replaced = recoveryFromStream(
      stream.flat().map((line) => line.replace('"id_value":"', '$&new ')),
      savedState(),
    )
    await runInFolder(fenced(render(replaced), 'sh'))
    expect(objectsOf(savedState())).toEqual([])

    function objectsOf(state: string): [string, string][] {
      const { resources } = JSON.parse(state) as {
        resources: { instances: { index_key: string; attributes: { id: string } }[] }[]
      }
      return resources.flatMap(({ instances }) =>
        instances.map(({ index_key, attributes }): [string, string] => [index_key, attributes.id]),
      )
    }
  })
})
