import { chmodSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { startDynalite, type Dynalite } from '../support/dynalite.ts'
import { startEmbeddedS3, type EmbeddedS3, type EmbeddedS3Options } from '../support/embedded-s3.ts'
import { startFakeGitHub, type FakeGitHub } from '../support/fake-github.ts'
import type { StepResult } from '../support/fake-runner.ts'
import { disposeRuns, lockstep } from '../support/lockstep.ts'
import { proofTest, sampled } from '../support/proof.ts'
import { headCommit, onPullRequest, token } from '../support/pull-request.ts'
import {
  createProject,
  lockJson,
  resource,
  s3Backend,
  type TerraformProject,
} from '../support/terraform-project.ts'

const stateKey = 'app/terraform.tfstate'
const lockKey = `${stateKey}.tflock`
const address = `s3://tfstate/${stateKey}`
const lockId = 'f0000000-0000-4000-8000-000000000001'
const bobsLock = lockJson({ ID: 'b0b00000-0000-4000-8000-000000000002', Who: 'bob@laptop' })
const asked = { command: 'unlock', 'lock-id': lockId, reason: 'the laptop was stolen' }

let s3: EmbeddedS3
let github: FakeGitHub
let project: TerraformProject

const start = async (options: EmbeddedS3Options = {}): Promise<void> => {
  s3 = await startEmbeddedS3({ buckets: ['tfstate'], ...options })
  project = createProject(s3Backend({ s3: s3.endpoint }), resource('a', '"red"'))
}
beforeEach(async () => {
  await start()
  github = await startFakeGitHub({ repository: 'acme/infra', token })
  github.addPullRequest({ number: 7, headSha: headCommit })
})
afterEach(async () => {
  disposeRuns()
  project.dispose()
  await s3.close()
  await github.close()
  expect(github.violations).toEqual([])
})

/** As `examples/unlock.yml` starts it: by hand, without a Terraform folder, nor a pull request of its own. */
async function unlock(
  inputs: Record<string, string> = {},
  env: Record<string, string> = {},
): Promise<StepResult> {
  const { expressions = {} } = onPullRequest({ apiUrl: github.apiUrl })
  const { main } = await lockstep(project, {
    expressions,
    github: { API_URL: github.apiUrl },
    event: { name: 'workflow_dispatch', payload: {} },
    inputs: { 'state-address': address, ...asked, ...inputs },
    env: { AWS_ENDPOINT_URL_S3: s3.endpoint, ...env },
  })
  expect(main.problems).toEqual([])
  return main
}

/** A lock that names a job which GitHub knows as `status`. */
function lockOfRun(status: 'in_progress' | 'completed', more = ''): string {
  const conclusion = status === 'completed' ? { conclusion: 'cancelled' as const } : {}
  github.addRun({ id: 99, status, ...conclusion })
  const { id } = github.addJob({ runId: 99, status, ...conclusion })
  const run = `https://github.com/acme/infra/actions/runs/99/attempts/1 job=${id} pr=7 actor=alice`
  return lockJson({ Info: `lockstep run=${run}${more}` })
}

const bodies = (): string[] => github.comments(7).map(({ body }) => body)
const fileNow = (): string | undefined => s3.object('tfstate', lockKey)?.body.toString()
const deletes = (): (string | undefined)[] =>
  s3.requests
    .filter(({ method, key }) => method === 'DELETE' && key === lockKey)
    .map(({ headers }) => headers['if-match'])

function expectFailure(main: StepResult, reason: string, message: RegExp): void {
  expect(main.exitCode).toBe(1)
  expect(main.outputs).toMatchObject({ result: 'failed', 'failure-reason': reason, 'lock-recovered': '' })
  const [error, ...more] = main.annotations.filter(({ kind }) => kind === 'error')
  expect(more).toEqual([])
  expect(error?.message).toMatch(message)
  expect(main.summary).toContain('Failed: `unlock`')
}

function expectUnlocked(main: StepResult): void {
  expect(main.exitCode).toBe(0)
  expect(main.outputs).toMatchObject({ result: 'unlocked', 'failure-reason': '', 'lock-recovered': lockId })
  expect(fileNow()).toBeUndefined()
}

describe('the step that a contended run prints', () => {
  test('removes the lock as it stands there, and tells the pull request who, when and why, beside its plan', async () => {
    const onSeven = onPullRequest({ apiUrl: github.apiUrl })
    await lockstep(project, onSeven)
    const etag = s3.put('tfstate', lockKey, lockOfRun('completed'))
    await lockstep(project, { ...onSeven, inputs: { 'on-contention': 'fail' } })
    const [, yaml = ''] = /```yaml\n([^]*?)```/.exec(bodies()[0] ?? '') ?? []
    const [step] = parse(yaml) as [{ with: Record<string, string> }]

    const main = await unlock(step.with)
    expectUnlocked(main)
    // The first is that of the plan's own lock.
    expect(deletes()).toEqual([undefined, etag])
    expect(bodies()).toHaveLength(1)
    expect(main.outputs['comment-url']).toBe(github.comments(7)[0]?.url)
    for (const text of [bodies()[0], main.summary]) {
      expect(text).toContain(`Lock removed from \`${address}\``)
      expect(text).toMatch(/\| Decided by \| \[`octocat`\]/)
      expect(text).toMatch(/\| At \| \d{4}-\d\d-\d\d \d\d:\d\d UTC \|/)
      expect(text).toContain('| Reason | `run 99 has finished and left the lock, its state was checked` |')
      expect(text).toMatch(/\| Proof \| .* the run that it names has finished \|/)
      expect(text).toContain(`\`${lockId}\``)
    }
    expect(bodies()[0]).toContain('+ resource "terraform_data" "a" {')
    expect(main.annotations).toEqual([
      expect.objectContaining({
        kind: 'notice',
        message: expect.stringMatching(/^Removed the state lock f0000000-.* octocat .*run 99 has finished/),
      }),
    ])
  })
})

describe('a lock on S3', () => {
  proofTest('of a laptop is removed for its exact ID and a reason', async () => {
    s3.put('tfstate', lockKey, lockJson())
    expectUnlocked(await unlock())
  })

  test('with another ID stays, and its holder is shown', async () => {
    s3.put('tfstate', lockKey, bobsLock)
    const main = await unlock({ force: 'true' })
    expectFailure(main, 'lock-contention', /not locked by f0000000-.* but by bob@laptop \(/)
    expect(main.outputs['lock-holder']).toContain('bob@laptop')
    expect(main.summary).toContain('| Held by | `bob@laptop` |')
    expect([fileNow(), deletes()]).toEqual([bobsLock, []])
  })

  test('that is gone already is no failure, and no comment either', async () => {
    const main = await unlock({ 'pull-request': '7' })
    expect(main.exitCode).toBe(0)
    expect(main.outputs).toMatchObject({ result: 'already-free', 'lock-recovered': '' })
    expect([deletes(), bodies()]).toEqual([[], []])
  })

  test('that changes hands between our read and our delete stays, and the new holder is shown', async () => {
    const etag = s3.put('tfstate', lockKey, lockJson())
    s3.fault({
      method: 'DELETE',
      key: lockKey,
      fault: { kind: 'run', before: () => void s3.put('tfstate', lockKey, bobsLock) },
    })
    const main = await unlock({ 'pull-request': '7' })
    expectFailure(main, 'lock-contention', /was gone before it could be removed.* locked by bob@laptop/)
    expect(deletes()).toEqual([etag])
    expect(fileNow()).toBe(bobsLock)
    expect(main.outputs['lock-holder']).toContain('bob@laptop')
    for (const text of [bodies()[0], main.summary]) {
      expect(text).toContain('| Held by | `bob@laptop` |')
      expect(text).toContain('| Reason | `the laptop was stolen` |')
    }
  })

  proofTest('that goes between our read and our delete was not removed by us', async () => {
    s3.put('tfstate', lockKey, lockJson())
    const before = (): void => {
      s3.remove('tfstate', lockKey)
    }
    s3.fault({ method: 'DELETE', key: lockKey, fault: { kind: 'run', before } })
    expect((await unlock()).outputs).toMatchObject({ result: 'already-free', 'lock-recovered': '' })
  })

  test('whose holder is alive stays, unless that is forced', async () => {
    s3.put('tfstate', lockKey, lockOfRun('in_progress'))
    const main = await unlock()
    expectFailure(main, 'lock-contention', /its run is still at work[^]*set force to true/)
    expect(JSON.parse(main.outputs['lock-holder'] ?? '')).toMatchObject({ verdict: 'alive', lockId })
    expect([deletes(), fileNow()]).toEqual([[], expect.stringContaining('job=')])
    const forced = await unlock({ force: 'true' })
    expectUnlocked(forced)
    expect(forced.summary).toContain('was still at work, and its removal was forced')
    expect(bodies()).toHaveLength(1)
    expect(bodies()[0]).toContain('Lock removed from')
  })

  test.each(
    sampled(
      [
        [
          'GitHub does not answer',
          () => {
            github.fault({ method: 'GET', path: /jobs/, fault: { kind: 'drop' }, times: 9 })
          },
        ],
        ['the token may not read', () => (github.permissions = { actions: 'none', issues: 'write' })],
      ] as const,
      1,
    ),
  )('whose holder is not known, since %s, stays', async (_, happen) => {
    s3.put('tfstate', lockKey, lockOfRun('completed'))
    happen()
    expectFailure(
      await unlock({ comment: 'never' }),
      'lock-contention',
      /whether its run has finished is not known/,
    )
    expect(deletes()).toEqual([])
  })

  proofTest(
    'that protects a state that was not saved goes too, and the pull request is told what that means',
    async () => {
      s3.put('tfstate', lockKey, lockOfRun('completed', ' needs-attention'))
      const main = await unlock({ comment: 'contention' })
      expectUnlocked(main)
      for (const text of [bodies()[0], main.summary, main.log])
        expect(text).toContain('a state that was never saved')
    },
  )

  proofTest('that cannot be read is never free', async () => {
    s3.put('tfstate', lockKey, lockJson())
    s3.fault({
      method: 'GET',
      key: lockKey,
      fault: { kind: 'status', status: 403, code: 'AccessDenied' },
      times: Infinity,
    })
    expectFailure(
      await unlock({ force: 'true' }),
      'lock-fault',
      /could not be read: .*access was denied[^]*s3:GetObject/,
    )
    expect(deletes()).toEqual([])
  })
})

describe('a store without conditional DELETE', () => {
  const stores: [string, () => Promise<void>, RegExp][] = [
    [
      'although it knows conditional PUT',
      () => {
        const fault = { kind: 'ignore-conditions' } as const
        s3.fault({ method: 'DELETE', key: /./, fault, times: Infinity })
        return Promise.resolve()
      },
      /this store ignores If-Match on DELETE/,
    ],
    [
      'nor any other condition',
      async () => {
        project.dispose()
        await s3.close()
        await start({ ignoreConditions: true })
      },
      /this store ignores If-Match on PUT/,
    ],
  ]
  test.each(sampled(stores, 1))('%s, never loses a lock, and it is said why', async (_, happen, why) => {
    await happen()
    s3.put('tfstate', lockKey, lockJson())
    const main = await unlock({ force: 'true' })
    expectFailure(main, 'lock-fault', why)
    expect(main.summary.replaceAll('\\', '')).toMatch(why)
    expect(main.annotations[0]?.message).toContain(`terraform force-unlock ${lockId}`)
    expect([deletes(), fileNow()]).toEqual([[], expect.stringContaining(lockId)])
  })
})

describe('S3 and DynamoDB at once', () => {
  const table = 'locks'
  const itemKey = `tfstate/${stateKey}`
  let dynamodb: Dynalite
  beforeEach(async () => {
    dynamodb = await startDynalite()
    await dynamodb.createLockTable(table)
  })
  afterEach(async () => {
    await dynamodb.close()
  })
  const unlockBoth = async (inputs: Record<string, string> = {}): Promise<StepResult> =>
    await unlock(
      { 'state-address': `${address}?dynamodb_table=${table}`, ...inputs },
      { AWS_ENDPOINT_URL_DYNAMODB: dynamodb.endpoint },
    )
  const lock = async (file: string | undefined, item: string | undefined): Promise<void> => {
    if (file !== undefined) s3.put('tfstate', lockKey, file)
    if (item !== undefined) await dynamodb.putItem(table, itemKey, item)
  }
  const itemNow = async (): Promise<string | undefined> => (await dynamodb.item(table, itemKey))?.['Info']

  const json = lockJson()
  const halves: [string, string | undefined, string | undefined][] = [
    ['both halves', json, json],
    ['a lock item that was left alone', undefined, json],
    ['a lock file that was left alone', json, undefined],
  ]
  test.each(sampled(halves, 1))('lose %s', async (_, file, item) => {
    await lock(file, item)
    expectUnlocked(await unlockBoth())
    expect(await itemNow()).toBeUndefined()
  })

  proofTest(
    'keep both where the store does not let the lock file go, and lose them the next time',
    async () => {
      await lock(json, json)
      const denied = { kind: 'status', status: 403, code: 'AccessDenied' } as const
      s3.fault({ method: 'DELETE', key: lockKey, fault: denied, times: Infinity })
      const main = await unlockBoth({ 'pull-request': '7' })
      expectFailure(main, 'lock-fault', /Nothing was removed: the lock file: /)
      expect([fileNow(), await itemNow()]).toEqual([json, json])
      for (const text of [bodies()[0], main.summary]) {
        expect(text).toContain('the lock file: ')
        expect(text).toContain('| Reason | `the laptop was stolen` |')
      }
      s3.clearFaults()
      expectUnlocked(await unlockBoth())
    },
  )

  proofTest('say so where one half has changed hands in between, which stays', async () => {
    await lock(json, json)
    const before = async (): Promise<void> => {
      await dynamodb.putItem(table, itemKey, bobsLock)
    }
    s3.fault({ method: 'DELETE', key: lockKey, fault: { kind: 'run', before } })
    const main = await unlockBoth()
    expectFailure(main, 'lock-contention', /locked by bob@laptop/)
    expect(main.summary).toContain('was removed, not its lock item')
    expect(await itemNow()).toBe(bobsLock)
  })

  proofTest('keep a lock file that only bears the ID while DynamoDB tells another holder', async () => {
    await lock(json, bobsLock)
    expectFailure(
      await unlockBoth(),
      'lock-contention',
      /by bob@laptop[^]*Only the lock file bears the ID f0/,
    )
    expect([fileNow(), await itemNow()]).toEqual([json, bobsLock])
  })
})

describe('a backend that cannot be looked into', () => {
  const backends: [string, RegExp][] = [
    [
      'inmem',
      new RegExp(
        `could not be read[^]*terraform -chdir=app force-unlock ${lockId}\\nMore: \\S+/lock-fault\\.md$`,
      ),
    ],
    ['local', /ends with the process that holds it/],
  ]
  test.each(sampled(backends, 1))(
    '%s: Terraform’s own way is told, and never gone',
    async (backend, advice) => {
      project.write('main.tf', `terraform {\n  backend "${backend}" {}\n}\n${resource('a', '1')}`)
      project.write('.terraform.tfstate.lock.info', lockJson())
      project.write('../terraform', '#!/bin/sh\necho "$@" >> "$(dirname "$0")/calls"\nexec terraform "$@"\n')
      chmodSync(join(project.workspace, 'terraform'), 0o755)
      const main = await unlock({ 'state-address': '', executable: './terraform', force: 'true' })
      expectFailure(main, 'lock-fault', advice)
      const calls = readFileSync(join(project.workspace, 'calls'), 'utf8')
      expect(calls).toContain('init')
      expect(calls).not.toContain('force-unlock')
    },
  )
})
