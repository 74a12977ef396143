import { createHash, randomBytes } from 'node:crypto'
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'

import { callDynamoDb, unverifiedSignature } from '../support/dynamodb-request.ts'
import { startDynalite, type Dynalite } from '../support/dynalite.ts'
import { startEmbeddedS3, type EmbeddedS3, type Fault } from '../support/embedded-s3.ts'
import type { ActionRun, RunningStep } from '../support/fake-runner.ts'
import { disposeRuns, lockstep } from '../support/lockstep.ts'
import { motoIsAvailable, startMoto } from '../support/moto.ts'
import { proofTest, sampled } from '../support/proof.ts'
import {
  createProject,
  resource,
  s3Backend,
  type TerraformProject,
  withoutPlans,
} from '../support/terraform-project.ts'

const table = 'locks'
const stateKey = 'app/terraform.tfstate'
const lockKey = `${stateKey}.tflock`
const apply = { command: 'apply', 'apply-policy': 'unreviewed' }
const line =
  'lockstep run=https://github.com/acme/infra/actions/runs/1658821493/attempts/1 job=41234567890 pr=3 actor=octocat'
const gitHub = {
  event: {
    name: 'pull_request',
    payload: { pull_request: { number: 3, head: { repo: { id: 1 } }, base: { repo: { id: 1 } } } },
  },
  expressions: { 'job.check_run_id': '41234567890' },
  debug: true,
}
const slow = (seconds: number, after = ''): string =>
  resource('slow', '1', `provisioner "local-exec" {\n command = "sleep ${seconds}${after}"\n }`)

/** An apply that is at work until there is this file in the folder. */
const workUntil = (file: string): string =>
  resource(
    'slow',
    '1',
    `provisioner "local-exec" {\n command = "until [ -e ${file} ]; do sleep 0.05; done"\n }`,
  )

const projects: TerraformProject[] = []
afterEach(() => {
  disposeRuns()
  for (const project of projects.splice(0)) project.dispose()
})
function projectWith(backend: string, body: string): TerraformProject {
  const project = createProject(backend, body)
  projects.push(project)
  return project
}

interface Store {
  backend: string
  /** The lock as each half of it stands in the store. */
  locks(): Promise<string[]>
  halves: number
  close(): Promise<void>
}

async function itemAt(endpoint: string): Promise<string[]> {
  const key = { LockID: { S: `tfstate/${stateKey}` } }
  const answer = await callDynamoDb(endpoint, 'GetItem', { TableName: table, Key: key, ConsistentRead: true })
  const { Item: item } = answer as { Item?: { Info: { S: string } } }
  return item === undefined ? [] : [item.Info.S]
}

async function onEmbedded(useLockfile: boolean, hasTable: boolean): Promise<Store> {
  const s3 = await startEmbeddedS3({ buckets: ['tfstate'], versioned: true })
  const dynamodb = hasTable ? await startDynalite() : undefined
  await dynamodb?.createLockTable(table)
  const lockTable = dynamodb === undefined ? {} : { dynamodb: dynamodb.endpoint, table }
  return {
    backend: s3Backend({ s3: s3.endpoint, useLockfile, ...lockTable }),
    halves: Number(useLockfile) + Number(hasTable),
    async locks() {
      const file = s3.object('tfstate', lockKey)?.body.toString()
      return [...(file === undefined ? [] : [file]), ...(dynamodb ? await itemAt(dynamodb.endpoint) : [])]
    },
    async close() {
      await s3.close()
      await dynamodb?.close()
    },
  }
}

async function onMoto(hasTable: boolean): Promise<Store> {
  const { endpoint, createBucket, createLockTable, close } = await startMoto()
  await createBucket('tfstate', { versioned: true })
  await createLockTable(table)
  return {
    backend: s3Backend({ s3: endpoint, ...(hasTable ? { dynamodb: endpoint, table } : {}) }),
    halves: hasTable ? 2 : 1,
    async locks() {
      const answer = await fetch(`${endpoint}/tfstate/${lockKey}`, { headers: unverifiedSignature('s3') })
      return [...(answer.ok ? [await answer.text()] : []), ...(hasTable ? await itemAt(endpoint) : [])]
    },
    close,
  }
}

// Each mechanism once, one of them on moto; then the rest.
const stores: [string, () => Promise<Store>][] = [
  ['S3 native', () => onEmbedded(true, false)],
  ['DynamoDB', () => onEmbedded(false, true)],
  ['S3 and DynamoDB together on moto', () => onMoto(true)],
  ['S3 and DynamoDB together', () => onEmbedded(true, true)],
  ['S3 native on moto', () => onMoto(false)],
]

describe.each(sampled(stores, 1))('%s', (name, open) => {
  let store: Store | undefined
  beforeAll(async () => {
    if (name.includes('moto') && !(await motoIsAvailable())) {
      if (process.env['LOCKSTEP_REQUIRE_MOTO'] === '1') throw new Error('moto_server is required and missing')
      console.warn(`moto_server is not installed: "${name}" was not tested`)
      return
    }
    store = await open()
  }, 30_000)
  afterAll(async () => {
    await store?.close()
  })

  test('the lock names this run while it is held, to Terraform too, and is given back as ever', async () => {
    if (store === undefined) return
    const { backend, locks, halves } = store
    const project = projectWith(backend, workUntil('seen'))
    const seen: string[][] = []
    const refusals: string[] = []
    const { main } = await lockstep(project, {
      ...gitHub,
      inputs: apply,
      duringMain: async () => {
        await until(async () => {
          const now = await locks()
          if (now.length === halves && now.every((json) => json.includes('lockstep'))) seen.push(now)
          return seen.length > 0
        })
        await project.terraform(['plan', '-input=false', '-no-color']).catch((error: unknown) => {
          refusals.push((error as { stderr: string }).stderr)
        })
        project.write('seen', '')
      },
    })
    expect(seen[0]?.map((json) => JSON.parse(json) as object)).toEqual(
      Array(halves).fill(
        expect.objectContaining({ Info: line, Operation: 'OperationTypeApply', Path: `tfstate/${stateKey}` }),
      ),
    )
    expect(refusals).toEqual([expect.stringMatching(new RegExp(`Info: {6}${line.replaceAll(/[?.]/g, '.')}`))])
    expect(main.exitCode).toBe(0)
    expect(main.outputs).toMatchObject({ result: 'applied', add: '1', 'lock-recovered': '' })
    expect(main.annotations.filter(({ message }) => !message.startsWith('dynamodb_table is'))).toEqual([])
    expect(main.log).toContain('names this run now')
    expect(await locks()).toEqual([])
  }, 30_000)
})

describe('on S3', () => {
  let s3: EmbeddedS3
  beforeEach(async () => {
    s3 = await startEmbeddedS3({ buckets: ['tfstate'] })
  })
  afterEach(async () => {
    await s3.close()
  })
  const backend = (extra = ''): string => s3Backend({ s3: s3.endpoint, extra })
  const lockPuts = (): EmbeddedS3['requests'] =>
    s3.requests.filter(({ method, key }) => method === 'PUT' && key === lockKey)
  const annotations = (): EmbeddedS3['requests'] =>
    lockPuts().filter(({ headers }) => headers['if-match'] !== undefined)
  const probes = (): EmbeddedS3['requests'] =>
    s3.requests.filter(({ key }) => key.includes('.lockstep-probe-'))
  /** From a lock's first PUT to its DELETE. */
  const longestHoldMs = (): number => {
    const ofLock = s3.requests.filter(({ key }) => key === lockKey)
    const taken = ofLock.filter(({ method, headers }) => method === 'PUT' && headers['if-none-match'] === '*')
    const given = ofLock.filter(({ method }) => method === 'DELETE')
    return Math.max(...taken.map(({ at }, index) => (given[index]?.at ?? Infinity) - at))
  }
  const deleteConditions = (): (string | undefined)[] =>
    s3.requests
      .filter(({ method, key }) => method === 'DELETE' && key === lockKey)
      .map(({ headers }) => headers['if-match'])
  /** Of each version of the lock, from now on. */
  const lockEtags = (): string[] => {
    const etags: string[] = []
    s3.onChange(({ key, kind }) => {
      if (key === lockKey && kind === 'put') etags.push(s3.object('tfstate', lockKey)!.etag)
    })
    return etags
  }
  const applied = async (project: TerraformProject, more = {}): Promise<ActionRun['main']> =>
    (await lockstep(project, { ...gitHub, inputs: { ...apply, ...more } })).main
  const expectApplied = (main: ActionRun['main']): void => {
    expect(main.exitCode).toBe(0)
    expect(main.outputs).toMatchObject({ result: 'applied', 'lock-attempts': '1', 'lock-recovered': '' })
    expect(main.annotations).toEqual([])
    expect(withoutPlans(s3.keys('tfstate'))).toEqual([stateKey])
  }

  test('a short plan costs no request, and neither does a short apply', async () => {
    const project = projectWith(backend(), resource('a', '"red"'))
    await lockstep(project, gitHub)
    expectApplied(await applied(project))
    // On a busy machine the same run is no short one.
    if (longestHoldMs() < 250) expect([annotations(), probes()]).toEqual([[], []])
  })

  proofTest('annotate-lock: false writes nothing', async () => {
    const main = await applied(projectWith(backend(), slow(1)), { 'annotate-lock': 'false' })
    expectApplied(main)
    expect([annotations(), probes()]).toEqual([[], []])
  })

  proofTest('nothing is written outside of GitHub, nor where the log is the user’s', async () => {
    const project = projectWith(backend(), slow(1))
    await lockstep(project, { ...gitHub, inputs: apply, github: { RUN_ID: '' } })
    await lockstep(project, {
      ...gitHub,
      inputs: { command: 'plan', destroy: 'true' },
      env: { TF_LOG: 'ERROR' },
    })
    expect([annotations(), probes()]).toEqual([[], []])
  })

  proofTest('what the server does not tell is left out', async () => {
    const bodies: string[] = []
    s3.onChange(({ key }) => {
      if (key === lockKey) bodies.push(s3.object('tfstate', lockKey)?.body.toString() ?? '')
    })
    await lockstep(projectWith(backend(), slow(1)), {
      inputs: apply,
      github: { TRIGGERING_ACTOR: 'a b pr=5', REF: 'refs/heads/main' },
    })
    expect(bodies.map((body) => (body === '' ? '' : (JSON.parse(body) as { Info: string }).Info))).toEqual([
      '',
      'lockstep run=https://github.com/acme/infra/actions/runs/1658821493/attempts/1',
      '',
    ])
  })

  proofTest('a store that ignores conditions is never annotated, and told of in debug only', async () => {
    await s3.close()
    s3 = await startEmbeddedS3({ buckets: ['tfstate'], ignoreConditions: true })
    const main = await applied(projectWith(backend(), slow(1)))
    expectApplied(main)
    expect(annotations()).toEqual([])
    expect(probes().length).toBeGreaterThan(0)
    expect(main.log).toContain('The state lock is not annotated: this store ignores If-Match on PUT')
  })

  const failures: [string, Fault][] = [
    ['dropped', { kind: 'drop', store: false }],
    ['denied', { kind: 'status', status: 403, code: 'AccessDenied' }],
    ['failed', { kind: 'status', status: 500, code: 'InternalError' }],
  ]
  test.each(sampled(failures, 1))(
    'an annotation that is %s changes nothing, and is told of in debug only',
    async (_, fault) => {
      s3.fault({ method: 'PUT', key: lockKey, skip: 1, fault, times: Infinity })
      const main = await applied(projectWith(backend(), slow(2)))
      expectApplied(main)
      expect(annotations().length).toBeGreaterThan(0)
      expect(main.log).toContain('The state lock is not annotated')
    },
  )

  test.each(
    sampled(
      [
        ['the write', lockKey, 1],
        ['the trial', /\.lockstep-probe-/, 0],
        ['the trial, when it has made something', /\.lockstep-probe-/, 2],
      ] as const,
      1,
    ),
  )(
    'a store that does not answer %s delays nothing',
    async (_, key, skip) => {
      const project = projectWith(backend(), slow(1))
      await applied(project, { 'annotate-lock': 'false' })
      s3.fault({ method: 'PUT', key, skip, fault: { kind: 'delay', ms: 60_000 } })
      const exits: number[] = []
      const unlock = s3.onChange(({ key: changed, kind, at }) => {
        if (changed === lockKey && kind === 'delete') exits.push(at)
      })
      const { main } = await lockstep(project, {
        ...gitHub,
        inputs: { ...apply, destroy: 'true' },
        duringMain: async (step: RunningStep) => {
          await step.result
          exits.push(performance.now())
        },
      })
      unlock()
      expect(main.outputs).toMatchObject({ result: 'applied', destroy: '1' })
      expect(main.annotations).toEqual([])
      const [unlocked = 0, exited = 0] = exits
      expect(exited - unlocked).toBeLessThan(10_000)
      await until(() => Promise.resolve(s3.keys('tfstate').every((left) => left === stateKey)))
    },
    20_000,
  )

  proofTest('the annotation repeats encryption, ACL and checksum of Terraform’s own write', async () => {
    const key = randomBytes(32)
    const md5 = createHash('md5').update(key).digest('base64')
    const sse = `encrypt = true\n acl = "private"\n sse_customer_key = "${key.toString('base64')}"`
    expectApplied(await applied(projectWith(backend(sse), slow(1))))
    const relevant = (headers: object): string[] =>
      Object.entries(headers)
        .filter(([name]) => /^x-amz-(?:server-side|acl)|^content-type$/.test(name))
        .map(([name, value]) => `${name}: ${String(value)}`)
        .toSorted()
    const [own, annotation] = lockPuts().map(({ headers }) => headers)
    expect(lockPuts()).toHaveLength(2)
    expect(relevant(annotation!)).toEqual(relevant(own!))
    expect(relevant(annotation!).join()).toContain(md5)
    expect(annotation).toHaveProperty('x-amz-checksum-sha256')
    expect(Object.keys(own!).join()).toContain('checksum')
  })

  test.each(
    sampled<[string, Fault]>(
      [
        ['denied', { kind: 'status', status: 403, code: 'AccessDenied' }],
        ['refused for a conflict', { kind: 'status', status: 409, code: 'ConditionalRequestConflict' }],
      ],
      1,
    ),
  )('an annotated lock whose unlock was %s is removed as the version that it has now', async (_, fault) => {
    s3.fault({ method: 'DELETE', key: lockKey, fault })
    const etags = lockEtags()
    const main = await applied(projectWith(backend(), slow(1)))
    expect(main.outputs).toMatchObject({ result: 'failed', 'failure-reason': 'lock-fault', add: '1' })
    expect(main.outputs['lock-recovered']).toMatch(/^[0-9a-f-]{36}$/)
    expect(etags).toHaveLength(2)
    expect(deleteConditions()).toEqual([undefined, etags[1]])
    expect(s3.keys('tfstate')).toEqual([stateKey])
  })

  proofTest(
    'an annotation that is under way when Terraform leaves its lock behind is waited for, then removed with it',
    async () => {
      s3.fault({
        method: 'DELETE',
        key: lockKey,
        fault: { kind: 'status', status: 403, code: 'AccessDenied' },
      })
      s3.fault({ method: 'PUT', key: lockKey, skip: 1, fault: { kind: 'delay', ms: 1_500 } })
      const etags = lockEtags()
      const main = await applied(projectWith(backend(), slow(1)))
      expect(main.outputs['lock-recovered']).toMatch(/^[0-9a-f-]{36}$/)
      expect(s3.keys('tfstate')).toEqual([stateKey])
      expect(etags).toHaveLength(2)
      expect(deleteConditions()).toEqual([undefined, etags[1]])
    },
    20_000,
  )

  test('an annotation that arrives between our look and our removal does not save the lock', async () => {
    s3.fault({ method: 'DELETE', key: lockKey, fault: { kind: 'status', status: 403, code: 'AccessDenied' } })
    s3.fault({
      method: 'DELETE',
      key: lockKey,
      skip: 1,
      fault: {
        kind: 'run',
        before: () => {
          const json = s3.object('tfstate', lockKey)!.body.toString()
          s3.put('tfstate', lockKey, json.replace(/"Info":"[^"]*"/, `"Info":"${line} late"`))
        },
      },
    })
    const main = await applied(projectWith(backend(), slow(1)))
    expect(main.outputs['lock-recovered']).toMatch(/^[0-9a-f-]{36}$/)
    expect(s3.keys('tfstate')).toEqual([stateKey])
  })

  proofTest(
    'an annotation that arrives after the unlock does not bring the lock back',
    async () => {
      s3.fault({ method: 'PUT', key: lockKey, skip: 1, fault: { kind: 'delay', ms: 3_000 } })
      expectApplied(await applied(projectWith(backend(), slow(1))))
      await sleep(3_000)
      expect(s3.keys('tfstate')).toEqual([stateKey])
    },
    20_000,
  )
})

describe('a lock item that OpenTofu would compare', () => {
  let dynamodb: Dynalite
  let s3: EmbeddedS3
  beforeEach(async () => {
    s3 = await startEmbeddedS3({ buckets: ['tfstate'] })
    dynamodb = await startDynalite()
    await dynamodb.createLockTable(table)
  })
  afterEach(async () => {
    await s3.close()
    await dynamodb.close()
  })

  test.each(
    sampled<[string, string]>(
      [
        ['opentofu', 's/"terraform":"1/"tofu":"1/'],
        ['an unknown program', 's/"type":"version"/"type":"log"/'],
      ],
      1,
    ),
  )('is not written where it may be of %s', async (engine, edit) => {
    const backend = s3Backend({ s3: s3.endpoint, dynamodb: dynamodb.endpoint, table })
    const project = projectWith(backend, slow(1))
    // Terraform in the clothes of another program: the stream tells which one it is.
    project.write('../shim', `#!/bin/bash\nset -o pipefail\nterraform "$@" | sed -u '${edit}'\n`)
    chmodSync(join(project.workspace, 'shim'), 0o755)
    const { main } = await lockstep(project, { ...gitHub, inputs: { ...apply, executable: './shim' } })
    expect(main.log).toContain(`with ${engine} on DynamoDB`)
    expect(s3.requests.filter(({ headers }) => headers['if-match'] !== undefined)).toEqual([])
    expect(s3.keys('tfstate')).toEqual([stateKey])
  })
})

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    if (await isSo()) return
    await sleep(25)
  }
  throw new Error('It did not happen within 10 s.')
}
