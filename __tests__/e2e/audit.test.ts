import { readFileSync, statSync } from 'node:fs'
import type { S3Client } from '@aws-sdk/client-s3'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import {
  createLogBucket,
  createStateBucket,
  createStoreClient,
  createTable,
  goodSettings,
  goodTable,
  kmsKey,
} from '../support/audit-store.ts'
import type { StepResult } from '../support/fake-runner.ts'
import { startFaultProxy, type FaultProxy } from '../support/fault-proxy.ts'
import { disposeRuns, lockstep } from '../support/lockstep.ts'
import { motoIsAvailable, startMoto, type Moto } from '../support/moto.ts'
import {
  createProject,
  resource,
  s3Backend,
  type S3BackendOptions,
  type TerraformProject,
} from '../support/terraform-project.ts'

const hasMoto = await motoIsAvailable()
const withMoto = hasMoto ? describe : describe.skip
let moto: Moto
let proxy: FaultProxy
let client: S3Client
let project: TerraformProject

beforeAll(async () => {
  if (!hasMoto) return
  moto = await startMoto()
  proxy = await startFaultProxy(moto.endpoint)
  client = createStoreClient(moto.endpoint)
  await createLogBucket(client, 'access-logs')
  await Promise.all([
    ...['good-native', 'good-table'].map((bucket) => createGoodBucket(bucket)),
    createStateBucket(client, 'bad-bucket', {}),
    createTable(moto.endpoint, 'good-locks', goodTable),
    createTable(moto.endpoint, 'bad-locks', { isProvisioned: true }),
  ])
})
afterEach(() => {
  disposeRuns()
  project.dispose()
})
afterAll(async () => {
  if (!hasMoto) return
  client.destroy()
  await proxy.close()
  await moto.close()
})

/** moto does not say whether a policy is public, and would deny the state to everybody where it has a condition. */
async function createGoodBucket(bucket: string): Promise<void> {
  const good = goodSettings(bucket, 'access-logs')
  await createStateBucket(client, bucket, { ...good, policy: undefined })
  const answers = {
    policy: JSON.stringify(good.policy),
    policyStatus: '<PolicyStatus><IsPublic>false</IsPublic></PolicyStatus>',
  }
  for (const [query, body] of Object.entries(answers)) {
    proxy.fault({
      matches: ({ url }) => new RegExp(`^/${bucket}/?\\?${query}(?:=|$)`).test(url),
      action: { status: 200, body },
      times: Infinity,
    })
  }
}

function backend(options: Partial<S3BackendOptions>): string {
  return s3Backend({ s3: proxy.endpoint, dynamodb: proxy.endpoint, ...options })
}

/** A folder for each of these backends. */
function createFolders(folders: Readonly<Record<string, string>>): void {
  project = createProject('', resource('a', '"red"'))
  for (const [folder, block] of Object.entries(folders))
    project.write(
      `../${folder}/main.tf`,
      `# backend "s3" {\nterraform {\n  ${block}\n}\n\n${resource('a', '1')}`,
    )
}

async function audit(
  folders: Readonly<Record<string, string>>,
): Promise<{ readonly run: StepResult; readonly found: Found }> {
  createFolders(folders)
  const before = proxy.requests.length
  let found: Found | undefined
  const { main } = await lockstep(project, {
    inputs: {
      ...{ command: 'audit', 'working-directory': '.', comment: 'never' },
      'working-directories': Object.keys(folders).join('\n'),
    },
    // A later step of the job reads it; the post step takes it away.
    betweenMainAndPost: (step) => {
      found = readFound(step)
      return Promise.resolve()
    },
  })
  for (const { method, headers } of proxy.requests.slice(before)) {
    const operation = String(headers['x-amz-target'] ?? '').split('.')[1]
    if (operation === undefined) expect(['GET', 'HEAD']).toContain(method)
    else expect(operation).toMatch(/^(?:Describe|Get|Scan)/)
  }
  expect(main.problems).toEqual([])
  return { run: main, found: found! }
}

interface Found {
  readonly version: number
  readonly verdict: string
  readonly engine: { readonly name: string; readonly version: string }
  readonly states: readonly {
    readonly folder: string
    readonly address: string | null
    readonly verdict: string
    readonly place: { readonly file: string; readonly line: number } | null
    readonly checks: readonly { readonly check: string; readonly verdict: string }[]
  }[]
}

function readFound({ outputs, log }: StepResult): Found {
  if (outputs['audit-json-file'] === '') throw new Error(log)
  const file = outputs['audit-json-file'] ?? ''
  expect(statSync(file).mode & 0o777).toBe(0o600)
  return JSON.parse(readFileSync(file, 'utf8')) as Found
}

function checksWith(verdict: string, { states }: Found, index: number): string[] {
  return (states[index]?.checks ?? []).filter((each) => each.verdict === verdict).map(({ check }) => check)
}

withMoto('an audit with real Terraform', () => {
  test('of a good backend of each kind finds nothing but that a lock table is of yesterday', async () => {
    const extra = `encrypt = true\n    kms_key_id = "${kmsKey}"`
    const { run, found } = await audit({
      'envs/production': backend({ bucket: 'good-native', extra }),
      'envs/staging': backend({ bucket: 'good-table', useLockfile: false, table: 'good-locks', extra }),
    })
    expect(found).toMatchObject({ version: 1, verdict: 'warn', engine: { name: 'terraform' } })
    expect(found.states.map(({ address, place }) => [address, place])).toEqual([
      ['s3://good-native/app/terraform.tfstate', { file: 'envs/production/main.tf', line: 3, endLine: 19 }],
      ['s3://good-table/app/terraform.tfstate', { file: 'envs/staging/main.tf', line: 3, endLine: 19 }],
    ])
    expect([checksWith('warn', found, 0), checksWith('unknown', found, 0)]).toEqual([[], []])
    expect([checksWith('warn', found, 1), checksWith('unknown', found, 1)]).toEqual([['locking'], []])
    expect(run.exitCode).toBe(0)
    expect(run.outputs).toMatchObject({ result: 'warn', 'state-address': '', 'failure-reason': '' })
    expect(
      run.annotations.map(({ kind, properties }) => [kind, properties['file'], properties['line']]),
    ).toEqual([['warning', 'envs/staging/main.tf', '3']])
  })

  test('of a bad backend of each kind fails, tells the lines and the fixes, and no secret', async () => {
    const secret = 'wJalrXUtnFEMI-K7MDENG-bPxRfiCY'
    const { run, found } = await audit({
      'envs/prod': backend({
        ...{ bucket: 'bad-bucket', useLockfile: false },
        extra: `access_key = "AKIAIOSFODNN7EXAMPLE"\n    secret_key = "${secret}"`,
      }),
      'envs/dev': backend({ bucket: 'bad-bucket', useLockfile: false, table: 'bad-locks' }),
      'envs/broken': 'backend "s3" {\n    bucket = ',
      'envs/local': '',
    })
    expect(found.states.map(({ folder, verdict }) => [folder, verdict])).toEqual(
      ['prod', 'dev', 'broken', 'local'].map((name) => [`envs/${name}`, 'fail']),
    )
    const ofBucket = ['versioning', 'default-encryption', 'encrypt', 'public-access-block', 'tls-only']
    expect(checksWith('fail', found, 0)).toEqual(['locking', 'secrets', 'separate-state', ...ofBucket])
    expect(checksWith('fail', found, 1)).toEqual(['separate-state', ...ofBucket])
    expect(checksWith('warn', found, 1)).toEqual(
      expect.arrayContaining(['locking', 'separate-production', 'lock-table-billing', 'lock-table-recovery']),
    )
    expect(checksWith('fail', found, 2)).toEqual(['backend'])
    expect(run.exitCode).toBe(1)
    expect(run.outputs).toMatchObject({ result: 'fail' })
    const errors = run.annotations.filter(({ properties }) => properties['title']?.startsWith('Backend of '))
    expect(errors.map(({ kind, properties }) => [kind, properties['file'], properties['line']])).toEqual([
      ...['prod', 'dev', 'broken'].map((name) => ['error', `envs/${name}/main.tf`, '3']),
      ['error', undefined, undefined],
    ])
    expect(errors[0]?.message).toMatch(/^fail locking: [^]*^fail versioning: [^]*docs\/audit\.md/m)
    expect(run.summary).toMatch(/```hcl\n[^]*use_lockfile = true[^]*aws_s3_bucket_versioning/)
    expect(run.log).toMatch(/^ {2}fail {4}versioning +It never was on/m)
    const everything = [run.rawStdout, run.summary, JSON.stringify(found)].join('\n')
    expect(everything.replaceAll(/^::add-mask::.*$/gm, '')).not.toContain(secret)
  })
})
