import { execFileSync } from 'node:child_process'
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { CHECKS, type AuditRow, type CheckName, type Verdict } from '../../src/audit/check.ts'
import type { BackendBlock, StateFacts } from '../../src/audit/facts.ts'
import { judgeFailedState, judgeState, type Neighbours } from '../../src/audit/judge-state.ts'
import { readS3Facts, settingsFromConfig } from '../../src/backend/backend-settings.ts'
import { parseS3Config } from '../../src/backend/s3-config.ts'
import { parseEngineVersion } from '../../src/lock/engine-version.ts'
import type { HolderRun } from '../../src/lock/lock-holder.ts'
import type { LockReading } from '../../src/lock/lock-reading.ts'
import {
  createLogBucket,
  createStateBucket,
  createStoreClient,
  createTable,
  goodSettings,
  goodTable,
  kmsKey,
  lifecycleRule,
  policyOf,
  putLockItem,
  tlsOnly,
  type StoreSettings,
  type TableSettings,
} from '../support/audit-store.ts'
import { backendConfig } from '../support/backend-config.ts'
import '../support/errors-of-node.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { startFaultProxy, type FaultProxy, type ProxyFaultRule } from '../support/fault-proxy.ts'
import { motoIsAvailable, startMoto, type Moto } from '../support/moto.ts'
import { isProof } from '../support/proof.ts'
import { lockJson } from '../support/terraform-project.ts'

const now = '2026-11-23T12:00:00Z'
const daysAgo = (days: number): string => new Date(Date.parse(now) - days * 86_400_000).toISOString()
const key = 'app/terraform.tfstate'
const logs = 'access-logs'

let moto: Moto
let proxy: FaultProxy
let client: S3Client
const hasMoto = await motoIsAvailable()
const withMoto = hasMoto ? describe : describe.skip
beforeAll(async () => {
  if (!hasMoto) return
  moto = await startMoto()
  proxy = await startFaultProxy(moto.endpoint)
  client = createStoreClient(moto.endpoint)
  await createLogBucket(client, logs)
})
afterAll(async () => {
  if (!hasMoto) return
  client.destroy()
  await proxy.close()
  await moto.close()
})

interface Scenario {
  readonly settings?: Partial<StoreSettings> | ((bucket: string) => Partial<StoreSettings>)
  /** Of the backend block. */
  readonly config?: Record<string, unknown>
  readonly engine?: string
  /** undefined: the backend has none. `missing`: it names one that is not there. */
  readonly table?: TableSettings | 'missing'
  readonly file?: Partial<Record<string, string>>
  readonly item?: Partial<Record<string, string>>
  readonly itemsOfOthers?: readonly string[]
  readonly fault?: (bucket: string) => Omit<ProxyFaultRule, 'times'>
  readonly block?: BackendBlock
  readonly isRunOver?: boolean
  readonly neighbours?: (state: StateFacts) => Partial<Neighbours>
  readonly folder?: string
}

let buckets = 0
/** Every verdict that a check was seen with. */
const seen = new Map<CheckName, Set<Verdict>>()

const fixes = new Set<string>()

function note(rows: readonly AuditRow[]): readonly AuditRow[] {
  for (const { check, verdict } of rows) seen.set(check, (seen.get(check) ?? new Set()).add(verdict))
  for (const { fix } of rows) if (fix !== undefined) fixes.add(fix)
  return rows
}

function engineOf(text: string): StateFacts['engine'] {
  const [name, version = ''] = text.split(' ')
  return parseEngineVersion(name === 'tofu' ? 'opentofu' : 'terraform', version)
}

/** Audits a backend whose bucket was made for it, over HTTP. What is not said is good. */
async function audit(scenario: Scenario): Promise<readonly AuditRow[]> {
  const { config = {}, engine = 'terraform 1.11.4', block, folder = 'app' } = scenario
  const isGood = Object.keys(scenario).every((name) => SAYS_NOTHING_OF_THE_STORE.has(name))
  const { bucket, table } = await (isGood ? (goodStore ??= makeStore({})) : makeStore(scenario))
  const full = backendConfig({
    ...{ bucket, key, region: 'us-east-1', use_lockfile: true, encrypt: true, kms_key_id: kmsKey },
    ...{ endpoints: { s3: proxy.endpoint, dynamodb: proxy.endpoint } },
    ...(table === undefined ? {} : { dynamodb_table: table }),
    ...config,
  })
  const env = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' }
  const s3Config = parseS3Config(full, 'default', env, '/work/app')
  const facts = await readS3Facts(s3Config, createFakeClock(now), new AbortController().signal)
  const over = scenario.isRunOver === true
  const state: StateFacts = {
    ...{ folder, address: `s3://${bucket}/${key}`, type: 's3', config: full, block },
    engine: engineOf(engine),
    s3: {
      settings: settingsFromConfig(s3Config),
      facts: { ...facts, lockFile: ended(facts.lockFile, over), lockItem: ended(facts.lockItem, over) },
    },
  }
  return note(judgeState(state, { others: [], failed: 0, ...scenario.neighbours?.(state) }))
}

const SAYS_NOTHING_OF_THE_STORE = new Set(['config', 'engine', 'block', 'neighbours', 'folder'])
let goodStore: Promise<Store> | undefined

interface Store {
  readonly bucket: string
  readonly table: string | undefined
}

async function makeStore(scenario: Scenario): Promise<Store> {
  const { settings = {}, fault } = scenario
  buckets += 1
  const bucket = `state-bucket-${buckets}`
  const changes = typeof settings === 'function' ? settings(bucket) : settings
  const good = goodSettings(bucket, logs)
  if (fault !== undefined) proxy.fault({ ...fault(bucket), times: Infinity })
  // moto looks at no condition of a policy, and would deny the lock file to everybody.
  if (!('policy' in changes))
    proxy.fault({ ...answer('policy', JSON.stringify(good.policy))(bucket), times: Infinity })
  const [table] = await Promise.all([
    makeTable(bucket, scenario),
    createStateBucket(client, bucket, { ...good, policy: undefined, ...changes }),
  ])
  if (scenario.file !== undefined) {
    const Body = lockJson(scenario.file)
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: `${key}.tflock`, Body }))
  }
  return { bucket, table }
}

async function makeTable(
  bucket: string,
  { table: settings, item, itemsOfOthers = [] }: Scenario,
): Promise<string | undefined> {
  if (settings === undefined) return undefined
  const table = `locks-${bucket}`
  if (settings === 'missing') return table
  await createTable(moto.endpoint, table, settings)
  if (item !== undefined)
    await putLockItem(moto.endpoint, table, `${bucket}/${key}`, { Info: lockJson(item) })
  for (const other of itemsOfOthers)
    await putLockItem(
      moto.endpoint,
      table,
      other,
      other.endsWith('-md5') ? { Digest: 'd' } : { Info: lockJson() },
    )
  return table
}

const run: HolderRun = {
  ...{ repository: 'acme/infra', runId: 1, attempt: 1, url: 'https://github.com/acme/infra/actions/runs/1' },
  ...{ jobId: 2, pullRequest: 3, actor: 'alice', status: 'completed', conclusion: 'failure' },
}

/** The holder as GitHub tells of it once it was looked up. */
function ended(reading: LockReading | undefined, isOver: boolean): LockReading | undefined {
  if (reading?.kind !== 'held' || !isOver) return reading
  return { ...reading, holder: { ...reading.holder, verdict: 'finished', run } }
}

const accessDenied = '<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>'
const isAbout = (bucket: string, url: string): boolean =>
  new URL(url, 'http://x').pathname.split('/')[1] === bucket
const denyS3 = (bucket: string): Omit<ProxyFaultRule, 'times'> => ({
  matches: ({ url }) => isAbout(bucket, url),
  action: { status: 403, body: accessDenied },
})
const answer =
  (query: string, body: string, status = 200) =>
  (bucket: string): Omit<ProxyFaultRule, 'times'> => ({
    matches: ({ url }) => isAbout(bucket, url) && new URL(url, 'http://x').searchParams.has(query),
    action: { status, body },
  })
const denyDynamoDb = (bucket: string): Omit<ProxyFaultRule, 'times'> => ({
  matches: ({ headers, body }) => headers['x-amz-target'] !== undefined && body.toString().includes(bucket),
  action: {
    status: 400,
    body: '{"__type":"com.amazon.coral.service#AccessDeniedException","Message":"not authorized"}',
  },
})

const isPublic = (value: boolean): ReturnType<typeof answer> =>
  answer('policyStatus', `<PolicyStatus><IsPublic>${String(value)}</IsPublic></PolicyStatus>`)

const secretBlock: BackendBlock = { type: 's3', line: 2, endLine: 9, attributes: ['bucket', 'access_key'] }

type Row = [what: string, scenario: Scenario, expected: Partial<Record<CheckName, Verdict>>]

/** What is so, and what the checks say to it; each verdict of each check is among them. */
const scenarios: Row[] = [
  [
    'a good bucket with native locking',
    { fault: isPublic(false), settings: (bucket) => ({ policy: policyOf(tlsOnly(bucket)) }) },
    {
      ...{ backend: 'pass', locking: 'pass', secrets: 'pass', versioning: 'pass' },
      ...{ 'default-encryption': 'pass', encrypt: 'pass', 'kms-key': 'pass', 'public-access-block': 'pass' },
      ...{ 'public-policy': 'pass', acl: 'pass', 'tls-only': 'pass', 'access-logging': 'pass' },
      ...{ 'noncurrent-versions': 'pass', 'lock-leftovers': 'pass' },
      ...{ 'separate-state': 'unknown', 'separate-production': 'unknown' },
    },
  ],
  [
    'a bare bucket, without locking, in clear',
    {
      settings: {
        ...{ versioning: undefined, algorithm: undefined, publicAccess: undefined, ownership: undefined },
        ...{ policy: undefined, logsTo: undefined, lifecycle: undefined, acl: 'public-read' },
      },
      config: { use_lockfile: null, encrypt: null, kms_key_id: null },
    },
    {
      ...{ locking: 'fail', versioning: 'fail', 'default-encryption': 'fail', encrypt: 'fail' },
      ...{ 'kms-key': 'warn', 'public-access-block': 'fail', acl: 'fail', 'tls-only': 'fail' },
      // No policy is no public one.
      ...{ 'access-logging': 'warn', 'noncurrent-versions': 'warn' },
    },
  ],
  [
    'a bucket of which everything is denied',
    { fault: denyS3, config: { kms_key_id: null, encrypt: null } },
    {
      ...{ locking: 'pass', 'old-lock': 'unknown', versioning: 'unknown', 'default-encryption': 'unknown' },
      ...{ encrypt: 'unknown', 'kms-key': 'unknown', 'public-access-block': 'unknown' },
      ...{ 'public-policy': 'unknown', acl: 'unknown', 'tls-only': 'unknown', 'access-logging': 'unknown' },
      ...{ 'noncurrent-versions': 'unknown', 'lock-leftovers': 'unknown' },
    },
  ],
  [
    'a public policy',
    { fault: isPublic(true), settings: { publicAccess: [true, true, false, false] } },
    { 'public-policy': 'fail', 'public-access-block': 'fail' },
  ],
  ['a public policy that the block holds back', { fault: isPublic(true) }, { 'public-policy': 'warn' }],
  [
    'a public ACL',
    { settings: { ownership: 'ObjectWriter', acl: 'public-read', publicAccess: undefined } },
    { acl: 'fail' },
  ],
  ['ACLs that give nothing away', { settings: { ownership: 'BucketOwnerPreferred' } }, { acl: 'warn' }],
  [
    'a block of ACLs that is off where there are none',
    { settings: { publicAccess: [false, true, true, true] } },
    { 'public-access-block': 'warn' },
  ],
  [
    'encryption by the block alone',
    { settings: { algorithm: undefined }, config: { kms_key_id: null } },
    { 'default-encryption': 'warn', encrypt: 'pass', 'kms-key': 'warn' },
  ],
  [
    'encryption by the bucket alone',
    { config: { encrypt: null, kms_key_id: null } },
    { encrypt: 'warn', 'kms-key': 'pass' },
  ],
  [
    'a key of the bucket that encrypt = true goes past',
    { config: { kms_key_id: null } },
    { encrypt: 'pass', 'kms-key': 'fail' },
  ],
  [
    'a policy for the objects only',
    {
      settings: (bucket) => ({ policy: policyOf(tlsOnly(bucket, { Resource: `arn:aws:s3:::${bucket}/*` })) }),
    },
    { 'tls-only': 'warn' },
  ],
  [
    'a rule that removes the state and its lock',
    { settings: { lifecycle: [lifecycleRule({ Expiration: { Days: 30 } })] } },
    { 'noncurrent-versions': 'fail', 'lock-leftovers': 'fail' },
  ],
  [
    'rules for another prefix, with tags, and switched off',
    {
      settings: {
        lifecycle: [
          lifecycleRule({ Filter: { Prefix: 'other/' } }),
          lifecycleRule({ Filter: { Tag: { Key: 'a', Value: 'b' } }, Expiration: undefined }),
          lifecycleRule({ Status: 'Disabled' }),
        ],
      },
    },
    { 'noncurrent-versions': 'warn', 'lock-leftovers': 'warn' },
  ],
  ['native locking that is experimental', { engine: 'terraform 1.10.5' }, { locking: 'warn' }],
  ['native locking of nobody knows which version', { engine: 'nothing' }, { locking: 'unknown' }],
  [
    'a good table alone, with the version that it is for',
    { engine: 'terraform 1.9.8', table: goodTable, config: { use_lockfile: null } },
    {
      locking: 'pass',
      'lock-table': 'pass',
      'lock-table-billing': 'pass',
      'lock-table-recovery': 'pass',
      'lock-table-deletion': 'pass',
      'old-lock': 'pass',
    },
  ],
  [
    'a bad table alone, with a version that calls it deprecated',
    { table: { sortKey: true, isProvisioned: true }, config: { use_lockfile: null } },
    {
      locking: 'warn',
      'lock-table': 'fail',
      'lock-table-billing': 'warn',
      'lock-table-recovery': 'warn',
      'lock-table-deletion': 'warn',
    },
  ],
  [
    'a table of which everything is denied',
    { table: goodTable, fault: denyDynamoDb },
    {
      'lock-table': 'unknown',
      'lock-table-billing': 'unknown',
      'lock-table-recovery': 'unknown',
      'lock-table-deletion': 'unknown',
      migration: 'unknown',
      'old-lock': 'unknown',
    },
  ],
  [
    'both mechanisms, before the version that needs one only',
    { table: goodTable, engine: 'terraform 1.10.5' },
    { migration: 'pass', locking: 'warn' },
  ],
  [
    'both mechanisms, on the way',
    { table: goodTable, itemsOfOthers: ['b/other', 'b/other-md5'] },
    { migration: 'warn', locking: 'pass' },
  ],
  [
    'both mechanisms, each with the lock of another',
    { table: goodTable, item: { ID: 'one' }, file: { ID: 'other' } },
    { migration: 'fail' },
  ],
  ['a lock of yesterday of somebody', { file: { Created: daysAgo(2) } }, { 'old-lock': 'warn' }],
  [
    'a lock of yesterday whose run is over',
    { file: { Created: daysAgo(2) }, isRunOver: true },
    { 'old-lock': 'fail' },
  ],
  [
    'a secret in the block',
    { config: { access_key: 'test', secret_key: 'test' }, block: secretBlock },
    { secrets: 'fail' },
  ],
  [
    'a secret of -backend-config',
    { config: { access_key: 'test', secret_key: 'test' } },
    { secrets: 'warn' },
  ],
  [
    'a folder with the state of another',
    { neighbours: (state) => ({ others: [{ ...state, folder: 'copy' }] }) },
    { 'separate-state': 'fail' },
  ],
  [
    'a folder with a state of its own, beside production in its bucket',
    { neighbours: (state) => ({ others: [{ ...state, folder: 'envs/prod', address: 's3://x/prod/k' }] }) },
    { 'separate-state': 'pass', 'separate-production': 'warn' },
  ],
  [
    'production in a bucket of its own',
    {
      folder: 'envs/production',
      neighbours: (state) => ({
        others: [{ ...state, folder: 'envs/dev', address: 's3://y/k', config: { bucket: 'y' } }],
      }),
    },
    { 'separate-state': 'pass', 'separate-production': 'pass' },
  ],
]

/** The same verdicts for other reasons. */
const variants: Row[] = [
  [
    'both mechanisms, half of a lock',
    { table: goodTable, item: { ID: 'left-behind' } },
    { migration: 'warn' },
  ],
  [
    'both mechanisms, one lock',
    { table: goodTable, item: {}, file: {}, engine: 'tofu 1.12.0' },
    { migration: 'pass' },
  ],
  ['a store that does not say whether the policy is public', {}, { 'public-policy': 'unknown' }],
  [
    'a state with a public ACL',
    { settings: { ownership: 'ObjectWriter', publicAccess: undefined }, config: { acl: 'public-read' } },
    { acl: 'fail' },
  ],
  [
    'the same where there are ACLs',
    { settings: { publicAccess: [false, true, true, true], ownership: 'ObjectWriter' } },
    { 'public-access-block': 'fail' },
  ],
  [
    'versions that were switched off again',
    { settings: { versioning: 'Suspended' } },
    { versioning: 'fail' },
  ],
  ['a key that is named and not used', { config: { encrypt: null } }, { 'kms-key': 'fail' }],
  [
    'a key of AWS',
    { settings: { keyId: undefined }, config: { encrypt: null, kms_key_id: null } },
    { 'kms-key': 'warn' },
  ],
  [
    'a policy that refuses old versions of TLS',
    {
      settings: (bucket) => ({
        policy: policyOf(tlsOnly(bucket, { Condition: { NumericLessThan: { 's3:TlsVersion': '1.2' } } })),
      }),
    },
    { 'tls-only': 'fail' },
  ],
  [
    'access logs that go into the bucket itself',
    {
      fault: (bucket) =>
        answer(
          'logging',
          `<BucketLoggingStatus><LoggingEnabled><TargetBucket>${bucket}</TargetBucket><TargetPrefix/></LoggingEnabled></BucketLoggingStatus>`,
        )(bucket),
    },
    { 'access-logging': 'warn' },
  ],
  [
    'a rule that removes old versions at once',
    { settings: { lifecycle: [lifecycleRule({ NoncurrentVersionExpiration: { NoncurrentDays: 1 } })] } },
    { 'noncurrent-versions': 'warn', 'lock-leftovers': 'pass' },
  ],
  [
    'locks in a bucket without versions',
    { settings: { versioning: undefined, lifecycle: undefined } },
    { 'lock-leftovers': 'pass' },
  ],
  ['native locking of OpenTofu', { engine: 'tofu 1.10.0' }, { locking: 'pass' }],
  [
    'a table that is not there',
    { table: 'missing' },
    { 'lock-table': 'fail', 'lock-table-billing': 'unknown', migration: 'unknown' },
  ],
  ['a lock of an hour ago', { file: { Created: daysAgo(1 / 24) }, isRunOver: true }, { 'old-lock': 'pass' }],
]

withMoto('over HTTP, against moto', () => {
  test.each([...scenarios, ...(isProof ? variants : [])])('%s', async (_, scenario, expected) => {
    const rows = await audit(scenario)
    const told = Object.fromEntries(rows.map(({ check, verdict }) => [check, verdict]))
    expect(Object.fromEntries(Object.keys(expected).map((check) => [check, told[check]]))).toEqual(expected)
  })
})

withMoto('a denial', () => {
  const denied = (action: string): object => expect.stringContaining(`access was denied; it needs ${action}.`)
  const evidenceOf = async (scenario: Scenario): Promise<Record<string, string>> =>
    Object.fromEntries((await audit(scenario)).map(({ check, evidence }) => [check, evidence]))

  test('of everything names the action that each check needs', async () => {
    expect(await evidenceOf({ fault: denyS3, config: { encrypt: null, kms_key_id: null } })).toMatchObject({
      versioning: denied('s3:GetBucketVersioning'),
      'default-encryption': denied('s3:GetEncryptionConfiguration'),
      'kms-key': denied('s3:GetEncryptionConfiguration'),
      'public-access-block': denied('s3:GetBucketPublicAccessBlock'),
      'public-policy': denied('s3:GetBucketPolicyStatus'),
      acl: denied('s3:GetBucketOwnershipControls'),
      'tls-only': denied('s3:GetBucketPolicy'),
      'access-logging': denied('s3:GetBucketLogging'),
      'noncurrent-versions': denied('s3:GetLifecycleConfiguration'),
    })
    expect(await evidenceOf({ fault: denyDynamoDb, table: goodTable })).toMatchObject({
      'lock-table': denied('dynamodb:DescribeTable'),
      'lock-table-recovery': denied('dynamodb:DescribeContinuousBackups'),
    })
  })

  test('of one thing hides nothing else', async () => {
    const rows = await audit({ fault: (bucket) => ({ ...answer('versioning', accessDenied, 403)(bucket) }) })
    expect(rows.filter(({ verdict }) => verdict === 'unknown').map(({ check }) => check)).toEqual([
      ...['separate-state', 'separate-production', 'versioning', 'public-policy'],
    ])
  })
})

withMoto('every check', () => {
  test('was seen with each of its verdicts, and with no other', () => {
    const bare: StateFacts = {
      ...{ folder: '.', address: 'local:terraform.tfstate', type: 'local', config: {} },
      ...{ engine: undefined, block: undefined, s3: undefined },
    }
    const alone = { others: [], failed: 0 }
    for (const type of ['local', 'gcs', 'http', 'swift']) note(judgeState({ ...bare, type }, alone))
    note(judgeState({ ...bare, address: 'local:/mnt/states/terraform.tfstate' }, alone))
    note(judgeFailedState({ folder: '.', failure: 'init failed', block: undefined }))
    // As Terraform itself would write it; what is no HCL it refuses.
    const code = `${[...fixes].join('\n\n')}\n`
    expect(execFileSync('terraform', ['fmt', '-'], { input: code, encoding: 'utf8' })).toBe(code)
    const table = (verdictsOf: (check: CheckName) => Iterable<Verdict>): Record<string, string[]> =>
      Object.fromEntries(
        (Object.keys(CHECKS) as CheckName[]).map((check) => [check, [...verdictsOf(check)].toSorted()]),
      )
    expect(table((check) => seen.get(check) ?? [])).toEqual(table((check) => CHECKS[check].verdicts))
  })
})
