import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals'

import { findArtifacts } from '../../src/github/artifacts.ts'
import { createGitHubClient } from '../../src/github/client.ts'
import type { PlanReading, PlanStore } from '../../src/plan/plan-store.ts'
import { requestIdOf, selectorOf } from '../../src/plan/reviewed-plan.ts'
import {
  createArtifactPlanStore,
  hasArtifactService,
  type ArtifactPlanStoreOptions,
} from '../../src/plan-store/artifact.ts'
import '../support/errors-of-node.ts'
import { startFakeArtifacts, type FakeArtifact, type FakeArtifacts } from '../support/fake-artifacts.ts'
import { commitOfPlan as commit, planRun, reviewedPlan, type PlanChanges } from '../support/reviewed-plan.ts'

const repository = 'acme/infra'
const stateAddress = 's3://tfstate/app/terraform.tfstate'
const passphrase = 'correct horse battery staple'
/** Costs some 100 ms a look. */
const sealed = { passphrase }

let service: FakeArtifacts
let now = Date.parse('2026-11-23T10:00:00Z')
let tempDirectory: string
let runId: number
const environment = { ...process.env }

beforeAll(async () => {
  service = await startFakeArtifacts({ repository, now: () => new Date((now += 1000)) })
  // The real client writes what it does into the log of the job.
  jest.spyOn(process.stdout, 'write').mockReturnValue(true)
})
afterAll(async () => {
  jest.restoreAllMocks()
  process.env = environment
  await service.close()
})
beforeEach(() => {
  tempDirectory = mkdtempSync(join(tmpdir(), 'artifact-test-'))
  startRun(planRun.runId)
})
afterEach(() => {
  expect(readdirSync(tempDirectory)).toEqual([])
  rmSync(tempDirectory, { recursive: true })
  service.artifacts.splice(0)
  service.requests.splice(0)
  service.clearFaults()
  service.onRequest = () => undefined
})

function startRun(next: number, fork?: number): void {
  runId = next
  const headSha = 'f'.repeat(40)
  service.startRun({ runId, headSha, ...(fork === undefined ? {} : { headRepositoryId: fork }) })
  Object.assign(process.env, service.env)
}

function open(changes: Partial<ArtifactPlanStoreOptions> = {}): PlanStore {
  const { token, endpoint: apiUrl } = service
  return createArtifactPlanStore({
    ...{ stateAddress, passphrase: undefined, retentionDays: 7, tempDirectory, repository },
    ...{ githubToken: token, env: service.env },
    findArtifacts: async (name, signal) => {
      const client = await createGitHubClient({ token, apiUrl, debug: () => undefined })
      return await findArtifacts(client, repository, name, signal)
    },
    ...changes,
  })
}

async function put(store = open(), { record, ...changes }: PlanChanges = {}): Promise<void> {
  const key = await store.readKey()
  await store.put(reviewedPlan(key, { ...changes, record: { run: { ...planRun, runId }, ...record } }), key)
}

async function readNewest(store = open()): Promise<PlanReading | undefined> {
  const [entry] = await store.list(commit)
  return entry === undefined ? undefined : await store.read(commit, entry, await store.readKey())
}
const nameOfArtifact = /^lockstep-plan-[0-9a-f]{16}-c0ffee0{34}$/

describe('a plan in an artifact', () => {
  test('is listed with what its record tells, and read as it was', async () => {
    await put(open(sealed))
    const [artifact] = service.artifacts
    expect(artifact?.name).toMatch(nameOfArtifact)
    expect(artifact!.expiresAt.getTime() - Date.now()).toBeCloseTo(7 * 86_400_000, -6)
    const store = open(sealed)
    const plan = reviewedPlan(await store.readKey())
    const { request, planFileDigest } = plan.record
    expect(await store.list(commit)).toEqual([
      {
        id: String(artifact?.id),
        storedAt: artifact?.createdAt.getTime(),
        selector: selectorOf(request),
        requestId: requestIdOf(request),
        planFileDigest,
        runId,
      },
    ])
    expect(await readNewest(store)).toEqual({ kind: 'read', plan, key: await store.readKey() })
    expect(store.placeOf(commit)).toContain(`acme/infra with the name ${artifact?.name}`)
    expect(await store.list('a'.repeat(40))).toEqual([])
    expect(await open({ stateAddress: 'local:terraform.tfstate' }).list(commit)).toEqual([])
    expect(store.ledger).toBeUndefined()
  })

  test('is downloaded once, however often it is asked for', async () => {
    await put()
    const store = open()
    for (let times = 0; times < 3; times += 1) expect((await readNewest(store))?.kind).toBe('read')
    expect(service.requests.filter((request) => request.endsWith('/zip'))).toHaveLength(1)
  })

  test('shows nothing of itself where there is a passphrase', async () => {
    await put(open(sealed))
    const { content } = service.artifacts[0]!
    for (const text of ['a plan file', 'lockstep-plan 1', commit, '-var'])
      expect(content.includes(text)).toBe(false)
  })

  test('has a key of its own without one', async () => {
    await put(open())
    await put(open())
    const store = open()
    const entries = await store.list(commit)
    const key = await store.readKey()
    const keys = await Promise.all(
      entries.map(async (entry) => {
        const reading = await store.read(commit, entry, key)
        if (reading.kind === 'refused') throw new Error(reading.reason)
        expect(reading.plan.record.keyId).toBe(reading.key.id)
        return reading.key.id
      }),
    )
    expect(new Set([...keys, key.id]).size).toBe(3)
  })

  test('has the key of its passphrase and its state with one', async () => {
    const key = await open(sealed).readKey()
    expect(await open(sealed).readKey()).toEqual(key)
    expect((await open({ passphrase: 'x' }).readKey()).id).not.toBe(key.id)
    expect((await open({ ...sealed, stateAddress: 'local:x' }).readKey()).id).not.toBe(key.id)
  })

  test('is on the disk for its upload only, and for its owner only', async () => {
    const modes: string[] = []
    service.onRequest = (request) => {
      if (!/CreateArtifact|\/container\//.test(request)) return
      for (const file of readdirSync(tempDirectory, { recursive: true, encoding: 'utf8' }))
        modes.push(
          `${file.replace(/-\w{6}(?=$|\/)/, '')} ${(statSync(join(tempDirectory, file)).mode & 0o777).toString(8)}`,
        )
    }
    await put()
    await readNewest()
    const { name } = service.artifacts[0]!
    expect(new Set(modes)).toEqual(new Set(['lockstep-artifact 700', `lockstep-artifact/${name} 600`]))
  })
})

describe('several plans of one commit', () => {
  test('of one run stand side by side, the newest first', async () => {
    await put(open(), { planFile: Buffer.from('one') })
    await put(open(), { request: { destroy: true } })
    await put(open(), { planFile: Buffer.from('three') })
    expect(service.artifacts.map(({ name }) => name.slice(-3))).toEqual(['000', '0-2', '0-3'])
    const entries = await open().list(commit)
    expect(entries.map(({ id }) => id)).toEqual(service.artifacts.map(({ id }) => String(id)).toReversed())
    expect(entries.map(({ selector }) => selector === entries[0]?.selector)).toEqual([true, false, true])
  })

  test('of several runs and attempts have one name', async () => {
    await put()
    startRun(runId)
    await put()
    startRun(43)
    await put()
    expect(new Set(service.artifacts.map(({ name }) => name)).size).toBe(1)
    expect((await open().list(commit)).map((entry) => entry.runId)).toEqual([43, 42, 42])
  })

  test('are read as far as they matter', async () => {
    for (let run = 1; run <= 12; run += 1) {
      startRun(run)
      await put()
    }
    expect((await open().list(commit)).map((entry) => entry.runId)).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3])
  })

  test('of one run are ten at most', async () => {
    for (let times = 0; times < 10; times += 1) await put()
    await expect(put()).rejects.toThrow('This run has 10 plans of this state and commit already')
  })
})

describe('an artifact', () => {
  test('of a fork is none of ours, whatever its name is', async () => {
    startRun(41, 99)
    await put()
    expect(await open().list(commit)).toEqual([])
    startRun(42)
    await put()
    expect((await open().list(commit)).map((entry) => entry.runId)).toEqual([42])
  })

  test.each<[string, (newest: FakeArtifact) => unknown]>([
    ['it has expired', (newest) => (newest.isExpired = true)],
    [
      'it is gone',
      ({ id }) => {
        service.refuse(new RegExp(`/${id}/zip$`), 410, Infinity)
      },
    ],
    ['it is not what was uploaded', (newest) => (newest.content = Buffer.from('x'))],
    ['it is not whole', (newest) => replace(newest, Buffer.from('lockstep-plan 1\n'))],
    ['its plan file was changed', (newest) => replace(newest, flipped(newest.content))],
    ['it is a copy that another run has uploaded', (newest) => (newest.runId = 7)],
  ])('that can not be used since %s is told, and no older plan takes its place', async (reason, spoil) => {
    await put()
    startRun(43)
    await put()
    const newest = service.artifacts[1]!
    spoil(newest)
    await expect(open().list(commit)).rejects.toThrow(
      new RegExp(
        `^The newest plan of commit c0ffee000000 can't be used, since ${reason}.*: the artifact ${newest.id} of run `,
      ),
    )
    startRun(44)
    await put()
    expect((await open().list(commit)).map((entry) => entry.runId)).toEqual([44])
  })

  test('of another commit or state is refused under a name that is not its own', async () => {
    await put(open(), { record: { commit: 'a'.repeat(40) } })
    service.artifacts[0]!.name = service.artifacts[0]!.name.replace(/\w+$/, commit)
    await expect(open().list(commit)).rejects.toThrow('it is the plan of another commit or state')
    service.artifacts.splice(0)
    startRun(44)
    await put(open(), { record: { stateAddress: 'local:x' } })
    await expect(open().list(commit)).rejects.toThrow('it is the plan of another commit or state')
  })

  test('opens with its passphrase only, and with one only if it was sealed', async () => {
    await put(open(sealed))
    expect((await readNewest(open(sealed)))?.kind).toBe('read')
    await expect(open({ passphrase: 'wrong' }).list(commit)).rejects.toThrow('another plan-encryption-key')
    await expect(open().list(commit)).rejects.toThrow(
      'it is encrypted, and this step has no plan-encryption-key',
    )
    replace(service.artifacts[0]!, flipped(service.artifacts[0]!.content))
    await expect(open(sealed).list(commit)).rejects.toThrow('another plan-encryption-key')
    startRun(43)
    await put()
    await expect(open(sealed).list(commit)).rejects.toThrow('it is not encrypted, or not whole')
  })
})

/** Its uploader has told the digest of just that. */
function replace(artifact: FakeArtifact, content: Buffer): FakeArtifact {
  artifact.content = content
  artifact.digest = `sha256:${createHash('sha256').update(content).digest('hex')}`
  return artifact
}
function flipped(content: Buffer): Buffer {
  const copy = Buffer.from(content)
  copy[copy.length - 1] = copy.at(-1)! ^ 1
  return copy
}

describe('a service that refuses', () => {
  test('to list, or to hand out, is told with the permission that is missing', async () => {
    service.refuse(/GET .*\/artifacts$/, 403)
    await expect(open().list(commit)).rejects.toThrow(
      /^The artifacts of acme\/infra could not be listed: As the test ordered.*\. The job needs `permissions: actions: read`$/,
    )
    await put()
    service.refuse(/\/zip$/, 403)
    await expect(open().list(commit)).rejects.toThrow(/could not be read: .*`permissions: actions: read`$/)
  })

  test('an upload is told in one sentence', async () => {
    service.refuse(/CreateArtifact/, 403)
    await expect(put()).rejects.toThrow(/^The artifact lockstep-plan-\S+ could not be uploaded: .*\(403\)/)
    expect(service.artifacts).toEqual([])
  })

  test('is not there', async () => {
    const env = { ...service.env, ACTIONS_RUNTIME_TOKEN: '' }
    expect([hasArtifactService(service.env), hasArtifactService(env)]).toEqual([true, false])
    await expect(put(open({ env }))).rejects.toThrow(
      'This runner has no service for artifacts: ACTIONS_RUNTIME_TOKEN is not set',
    )
    expect(await open({ env }).list(commit)).toEqual([])
  })

  test.each([
    ['https://github.example.com', false],
    ['https://acme.ghe.com', true],
    ['', true],
  ])('on the server "%s": %s', async (GITHUB_SERVER_URL, isThere) => {
    const env = { ...service.env, GITHUB_SERVER_URL }
    expect(hasArtifactService(env)).toBe(isThere)
    if (isThere) return
    await expect(put(open({ env }))).rejects.toThrow('GitHub Enterprise Server (github.example.com) has no')
    await expect(open({ env }).list(commit)).rejects.toThrow('GitHub Enterprise Server')
    expect(service.requests).toEqual([])
  })

  test('is no longer asked after a cancel', async () => {
    const reason = new Error('cancelled')
    await expect(open().list(commit, AbortSignal.abort(reason))).rejects.toBe(reason)
  })
})
