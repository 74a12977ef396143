import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { S3Client } from '@aws-sdk/client-s3'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { createS3Client } from '../src/backend/aws-clients.ts'
import { readS3Facts } from '../src/backend/backend-settings.ts'
import type { S3BackendConfig } from '../src/backend/s3-config.ts'
import type { TurnStore } from '../src/lock/turn.ts'
import { noDigest } from '../src/backend/state-digest.ts'
import { createStateHistory } from '../src/backend/state-history.ts'
import { createS3PlanStore } from '../src/plan-store/s3.ts'
import { createS3Turns } from '../src/plan-store/s3-turns.ts'
import { createStateBucket } from '../src/plan-store/state-bucket.ts'
import { createUnsavedStates } from '../src/plan-store/unsaved-state.ts'
import { parseAge } from '../src/retry/duration.ts'
import { inputDefaults } from '../src/runner/inputs.ts'
import { s3ConfigFor } from './support/backend-config.ts'
import { startDynalite } from './support/dynalite.ts'
import { startEmbeddedS3, type EmbeddedS3 } from './support/embedded-s3.ts'
import { createFakeClock } from './support/fake-clock.ts'
import { startFaultProxy } from './support/fault-proxy.ts'
import {
  accessRequestsOfDynamoDb,
  accessRequestsOfS3,
  exampleBucket,
  exampleKey as state,
  exampleTable,
  isAllowed,
  isTrialOfConditions,
  readPolicy,
  type AccessRequest,
  type Policy,
} from './support/policy.ts'
import { commitOfPlan, reviewedPlan } from './support/reviewed-plan.ts'

const folder = join(import.meta.dirname, '..', 'examples', 'policies')
const commit = 'c0ffee'.padEnd(40, '0')
const lock = `${state}.tflock`
const plan = `.lockstep/plans/${state}/${commit}/a-plan`
const digestKey = `.lockstep/keys/${state}`
const claim = `.lockstep/claims/${state}/${commit}/a-plan`
const applied = `.lockstep/applied/${state}`
const marker = `.lockstep/states/${state}/state-not-saved`
const unsaved = `.lockstep/states/${state}/unsaved/1.tfstate`
const turn = `.lockstep/turns/${state}`
const otherState = 'staging/terraform.tfstate'

const bucketArn = `arn:aws:s3:::${exampleBucket}`
const creating = { 's3:if-none-match': '*' }
const swapping = { 's3:if-match': '"0123"' }
const on = (action: string, key: string, context: AccessRequest['context'] = {}): AccessRequest => ({
  action: `s3:${action}`,
  resource: `${bucketArn}/${key}`,
  context,
})
const get = (key: string): AccessRequest => on('GetObject', key)
const write = (key: string): AccessRequest => on('PutObject', key)
const create = (key: string): AccessRequest => on('PutObject', key, creating)
const swap = (key: string): AccessRequest => on('PutObject', key, swapping)
const remove = (key: string): AccessRequest => on('DeleteObject', key)
const removeThis = (key: string): AccessRequest => on('DeleteObject', key, swapping)
const list = (prefix?: string): AccessRequest => ({
  action: 's3:ListBucket',
  resource: bucketArn,
  context: prefix === undefined ? {} : { 's3:prefix': prefix },
})
const item = (operation: string, lockKey = `${exampleBucket}/${state}`): AccessRequest => ({
  action: `dynamodb:${operation}`,
  resource: `arn:aws:dynamodb:eu-west-1:123456789012:table/${exampleTable}`,
  context: { 'dynamodb:LeadingKeys': [lockKey] },
})
const md5 = `${exampleBucket}/${state}-md5`
const nameOf = ({ action, resource, context = {} }: AccessRequest): string =>
  [action, resource.replace(bucketArn, ''), ...Object.entries(context).flat(2)].join(' ')

const sts: AccessRequest = { action: 'sts:GetCallerIdentity', resource: '*' }
const everyWrite = (key: string): AccessRequest[] => [
  ...[write(key), create(key), swap(key), remove(key), removeThis(key)],
  ...['PutObjectAcl', 'PutObjectTagging', 'DeleteObjectVersion', 'RestoreObject'].map((action) =>
    on(action, key),
  ),
]
const everything = (key: string): AccessRequest[] => [
  get(key),
  on('GetObjectVersion', key),
  ...everyWrite(key),
]
const overwriteOrRemove = (key: string): AccessRequest[] =>
  everyWrite(key).slice(0, 1).concat(everyWrite(key).slice(2))
const bucketItself = [
  'PutBucketPolicy',
  'PutLifecycleConfiguration',
  'PutBucketVersioning',
  'DeleteBucket',
].map((action): AccessRequest => ({ action: `s3:${action}`, resource: bucketArn }))
const ofOtherState = [
  ...everything(otherState),
  ...everything(`${otherState}.tflock`),
  ...everything(plan.replace(state, otherState)),
  ...everything(digestKey.replace(state, otherState)),
  ...everything(claim.replace(state, otherState)),
  ...everything(turn.replace(state, otherState)),
]

const roles: [string, { may: AccessRequest[]; mayNot: AccessRequest[] }][] = [
  [
    'plan-role',
    {
      may: [
        ...[sts, list(), list('env:/'), get(state)],
        ...[get(lock), create(lock), swap(lock), remove(lock), removeThis(lock)],
        ...[create(plan), get(digestKey), create(digestKey)],
        ...[get(turn), create(turn), swap(turn), removeThis(turn)],
      ],
      mayNot: [
        ...[get(plan), ...overwriteOrRemove(plan), ...overwriteOrRemove(digestKey)],
        ...[...everyWrite(state), ...everything(claim), ...everything(applied)],
        ...[write(turn), remove(turn), on('DeleteObjectVersion', turn), create(`${turn}/else`)],
        ...[...everything(marker), ...everything(unsaved), ...ofOtherState, ...bucketItself],
        ...[create(`.lockstep/plans/${commit}/a-plan`), create('.lockstep/else'), item('GetItem')],
      ],
    },
  ],
  [
    'apply-role',
    {
      may: [
        ...[sts, list(), list('env:/'), list(plan), get(state), write(state)],
        ...[get(lock), create(lock), swap(lock), remove(lock), removeThis(lock)],
        ...[get(plan), get(digestKey), create(digestKey)],
        ...[get(claim), create(claim), removeThis(claim)],
        ...[get(applied), create(applied), swap(applied)],
        ...[get(turn), create(turn), swap(turn), removeThis(turn)],
        ...[marker, unsaved].flatMap((key) => [get(key), write(key), create(key), swap(key), remove(key)]),
      ],
      mayNot: [
        ...[...everyWrite(plan), ...overwriteOrRemove(digestKey)],
        ...[write(claim), swap(claim), remove(claim), on('DeleteObjectVersion', claim)],
        ...[write(applied), remove(applied), removeThis(applied), remove(state), removeThis(state)],
        ...[write(turn), remove(turn), on('DeleteObjectVersion', turn), create(`${turn}/else`)],
        ...[...ofOtherState, ...bucketItself, item('GetItem')],
      ],
    },
  ],
  [
    'restore-role',
    {
      may: [
        ...['ListBucketVersions', 'GetBucketVersioning'].map((action): AccessRequest => ({
          action: `s3:${action}`,
          resource: bucketArn,
        })),
        ...[on('GetObjectVersion', state), on('GetObjectVersion', lock)],
      ],
      mayNot: [
        ...[state, lock, plan, digestKey, claim, applied, marker, unsaved].flatMap(everyWrite),
        ...[plan, digestKey, claim, unsaved].map((key) => on('GetObjectVersion', key)),
        ...[...ofOtherState, ...bucketItself],
      ],
    },
  ],
  [
    'review-role',
    {
      may: [
        ...[sts, list(), list('env:/'), list(plan), get(state), get(lock)],
        ...[get(plan), get(digestKey), get(claim)],
      ],
      mayNot: [
        ...[state, lock, plan, digestKey, claim].flatMap(everyWrite),
        ...[applied, marker, unsaved].flatMap(everything),
        ...[...ofOtherState, ...bucketItself, item('GetItem')],
      ],
    },
  ],
  [
    'audit-role',
    {
      may: [
        ...[sts, list(), list('env:/'), get(state), get(lock)],
        ...[item('GetItem'), item('GetItem', md5), item('Scan'), item('DescribeTable')],
      ],
      mayNot: [
        ...[state, lock, plan, digestKey, claim].flatMap(everyWrite),
        ...[plan, digestKey, claim, applied, marker, unsaved].flatMap(everything),
        ...['PutItem', 'UpdateItem', 'DeleteItem', 'DeleteTable', 'UpdateTable'].map((operation) =>
          item(operation),
        ),
        ...[...ofOtherState, ...bucketItself],
      ],
    },
  ],
  [
    'review-role-dynamodb',
    {
      may: [item('GetItem'), item('GetItem', md5)],
      mayNot: [
        ...['PutItem', 'UpdateItem', 'DeleteItem'].flatMap((operation) => [
          item(operation),
          item(operation, md5),
        ]),
        ...['Scan', 'Query', 'DeleteTable', 'BatchWriteItem'].map((operation) => item(operation)),
        item('GetItem', `${exampleBucket}/${otherState}`),
        ...everything(lock),
      ],
    },
  ],
  [
    'plan-role-dynamodb',
    {
      may: [
        ...['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'].map((operation) => item(operation)),
        item('GetItem', md5),
      ],
      mayNot: [
        ...['PutItem', 'UpdateItem', 'DeleteItem'].map((operation) => item(operation, md5)),
        ...['GetItem', 'PutItem'].map((operation) => item(operation, `${exampleBucket}/${otherState}`)),
        ...['Scan', 'Query', 'DeleteTable', 'BatchWriteItem'].map((operation) => item(operation)),
        { ...item('PutItem'), context: {} },
        ...everything(lock),
      ],
    },
  ],
  [
    'apply-role-dynamodb',
    {
      may: [
        ...['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'].map((operation) => item(operation)),
        ...['GetItem', 'PutItem'].map((operation) => item(operation, md5)),
      ],
      mayNot: [
        ...['GetItem', 'PutItem'].map((operation) => item(operation, `${exampleBucket}/${otherState}`)),
        ...['Scan', 'Query', 'DeleteTable', 'BatchWriteItem'].map((operation) => item(operation)),
        { ...item('PutItem'), context: {} },
        ...everything(lock),
      ],
    },
  ],
]

describe.each(roles)('examples/policies/%s.json', (name, { may, mayNot }) => {
  const policy = readPolicy(name)
  const allowed = (requests: readonly AccessRequest[]): string[] =>
    requests.filter((request) => isAllowed([policy], request)).map(nameOf)

  test('allows what the job needs', () => {
    expect(allowed(may)).toEqual(may.map(nameOf))
  })

  test('does not allow what it could do harm with', () => {
    expect(allowed(mayNot)).toEqual([])
  })

  test('only allows, and nothing but this one state', () => {
    const kinds = ['plans', 'keys', 'claims', 'applied', 'states', 'turns'].map(
      (kind) => `.lockstep/${kind}/${state}`,
    )
    const known = ['', state, lock, ...kinds, ...kinds.map((key) => `${key}/*`)].map((key) => `/${key}`)
    for (const { Effect, Resource } of policy.Statement) {
      expect(Effect).toBe('Allow')
      const keys = [Resource ?? []].flat().filter((resource) => resource.startsWith(bucketArn))
      for (const key of keys) expect(known).toContain(key.slice(bucketArn.length) || '/')
    }
  })
})

test.each(['plan-role', 'review-role', 'apply-role'])(
  '%s is the same with a lock table, but for the lock',
  (name) => {
    const withoutLock = ({ Statement }: Policy): unknown =>
      Statement.filter(({ Sid }) => !/^(?:Hold|Read)TheLock$/.test(Sid) && !Sid.endsWith('DigestOfTheState'))
    expect(withoutLock(readPolicy(`${name}-dynamodb`))).toEqual(withoutLock(readPolicy(name)))
  },
)

test('a pattern for several states, as the README has it, reaches nothing else', () => {
  const pattern = { key: 'production/*/terraform.tfstate' }
  const [planning, applying] = ['plan-role', 'apply-role'].map((name) => [readPolicy(name, pattern)])
  const of = (key: string): string => key.replace(state, 'production/network/terraform.tfstate')
  for (const request of [get(of(state)), create(of(plan)), create(of(digestKey)), remove(of(lock))])
    expect(isAllowed(planning!, request)).toBe(true)
  for (const request of [write(of(state)), get(of(plan)), create(of(claim)), swap(of(applied))])
    expect(isAllowed(applying!, request)).toBe(true)
  for (const request of [get(of(plan)), write(of(plan)), write(of(state)), get(of(claim)), get(otherState)])
    expect(isAllowed(planning!, request)).toBe(false)
  for (const request of [create(of(plan)), write(of(digestKey)), remove(of(claim)), write(otherState)])
    expect(isAllowed(applying!, request)).toBe(false)
})

describe('what Lockstep asks its store for', () => {
  let s3: EmbeddedS3
  const clients: S3Client[] = []
  beforeEach(async () => {
    s3 = await startEmbeddedS3({ buckets: [exampleBucket] })
  })
  afterEach(async () => {
    for (const client of clients.splice(0)) client.destroy()
    await s3.close()
  })

  /** The requests that a role did not allow, of those that were sent meanwhile. */
  async function deniedTo(
    name: string | readonly string[],
    use: (config: S3BackendConfig, client: () => Promise<S3Client>) => Promise<unknown>,
  ): Promise<string[]> {
    const config = s3ConfigFor(s3.endpoint, { bucket: exampleBucket, key: state })
    const client = await createS3Client(config)
    clients.push(client)
    const before = s3.requests.length
    await use(config, () => Promise.resolve(client))
    const sent = s3.requests.slice(before).filter((request) => !isTrialOfConditions(request))
    expect(sent.length).toBeGreaterThan(0)
    const policies = [name].flat().map((each) => readPolicy(each))
    return sent
      .flatMap(accessRequestsOfS3)
      .filter((request) => !isAllowed(policies, request))
      .map(nameOf)
  }
  const store = async (config: S3BackendConfig, client: () => Promise<S3Client>): Promise<void> => {
    const plans = createS3PlanStore(config, client)
    const key = await plans.readKey()
    await plans.put(reviewedPlan(key), key)
  }
  const takeUp = async (config: S3BackendConfig, client: () => Promise<S3Client>): Promise<void> => {
    const plans = createS3PlanStore(config, client)
    const [entry] = await plans.list(commitOfPlan)
    expect(await plans.read(commitOfPlan, entry!, await plans.readKey())).toMatchObject({ kind: 'read' })
    const ledger = plans.ledger!
    const claiming = await ledger.claim(entry!.id, undefined)
    expect(claiming).toMatchObject({ kind: 'claimed' })
    if (claiming.kind === 'claimed') expect(await ledger.giveBack(entry!.id, claiming.claim)).toBeUndefined()
    for (const applying of ['a', 'b'].map((digit) => digit.repeat(40))) {
      const last = await ledger.readApplied()
      expect(await ledger.writeApplied({ commit: applying, run: null, at: '' }, last)).toBe(true)
    }
  }

  test.each(['plan-role', 'apply-role', 'plan-role-dynamodb', 'apply-role-dynamodb'])(
    'is what %s may where a run waits, goes first, and gives its turn back',
    async (name) => {
      const wait = async (config: S3BackendConfig, client: () => Promise<S3Client>): Promise<void> => {
        const turns = (): TurnStore => createS3Turns(config, createStateBucket(config, client))
        const [first, second] = [turns(), turns()]
        expect(await first.read()).toEqual({ kind: 'nobody' })
        const taken = await first.take(2)
        expect(taken.kind).toBe('ours')
        const over = await second.take(1, 'version' in taken ? taken.version : '')
        expect(over.kind).toBe('ours')
        expect(await second.giveBack('version' in over ? over.version : '')).toBeUndefined()
      }
      expect(await deniedTo(name, wait)).toEqual([])
    },
  )

  test('is what the plan role may when a plan is stored, and the apply role when it is taken up', async () => {
    expect(await deniedTo('plan-role', store)).toEqual([])
    expect(await deniedTo('plan-role', store)).toEqual([])
    expect(await deniedTo('apply-role', takeUp)).toEqual([])
  })

  test('is what the apply role and the additions for restore may when a version is brought back', async () => {
    s3.put(exampleBucket, state, '{}')
    const use = async (config: S3BackendConfig, client: () => Promise<S3Client>): Promise<void> => {
      const history = createStateHistory(config, client, noDigest)
      const { entries } = await history.list()
      expect(await history.readVersion(entries[0]?.versionId ?? '')).toBeDefined()
      await history.readLockVersion('x')
      expect(await history.keepsVersions()).toBe(false)
      expect(await history.write(Buffer.from('{"new":1}'), await history.readNow())).toEqual({
        kind: 'written',
      })
    }
    expect(await deniedTo(['apply-role', 'restore-role'], use)).toEqual([])
  })

  test('is what the review role may when a plan is only looked at', async () => {
    await deniedTo('plan-role', store)
    const look = async (config: S3BackendConfig, client: () => Promise<S3Client>): Promise<void> => {
      const plans = createS3PlanStore(config, client)
      const [entry] = await plans.list(commitOfPlan)
      const key = await plans.findKey()
      expect(await plans.read(commitOfPlan, entry!, key!)).toMatchObject({ kind: 'read' })
      expect(await plans.ledger?.readClaim(entry!.id)).toBeUndefined()
    }
    expect(await deniedTo('review-role', look)).toEqual([])
    expect(await deniedTo('review-role', store)).not.toEqual([])
    expect(await deniedTo('plan-role', look)).not.toEqual([])
  })

  test('is what the audit role may, and no less, when a backend is looked at', async () => {
    const dynalite = await startDynalite()
    await dynalite.createLockTable(exampleTable)
    const proxy = await startFaultProxy(dynalite.endpoint)
    try {
      const config = s3ConfigFor(s3.endpoint, {
        ...{ bucket: exampleBucket, key: state, dynamodb_table: exampleTable },
        endpoints: { s3: s3.endpoint, dynamodb: proxy.endpoint },
      })
      await readS3Facts(config, createFakeClock('2026-11-23T10:00:00Z'), new AbortController().signal)
      const asked = [
        ...s3.requests.flatMap(accessRequestsOfS3),
        ...proxy.requests.flatMap(accessRequestsOfDynamoDb),
      ]
      const policy = readPolicy('audit-role')
      expect(asked.filter((request) => !isAllowed([policy], request)).map(nameOf)).toEqual([])
      const granted = policy.Statement.flatMap(({ Action }) => [Action].flat())
      expect([...new Set(asked.map(({ action }) => action))].toSorted()).toEqual(granted.toSorted())
    } finally {
      await proxy.close()
      await dynalite.close()
    }
  })

  test('is denied to the role of the other job', async () => {
    expect(await deniedTo('apply-role', store)).toEqual([
      expect.stringContaining('s3:PutObject /.lockstep/plans/'),
    ])
    const kinds = new Set((await deniedTo('plan-role', takeUp)).map((text) => text.split('/')[2]))
    expect([...kinds].sort()).toEqual(['applied', 'claims', 'plans'])
  })

  test('is for the apply role alone where a state could not be saved', async () => {
    const state = { content: 'c'.repeat(64), serial: 1, lineage: 'l', reason: 'r', run: undefined, since: '' }
    const keep = async (config: S3BackendConfig, client: () => Promise<S3Client>): Promise<void> => {
      const states = createUnsavedStates(config, client)
      expect(await states.readMarker()).toEqual({ kind: 'none' })
      const keeping = await states.keep({ ...state, file: 'errored.tfstate' }, '{}')
      expect(keeping).toMatchObject({ isMarked: true, problem: '' })
      expect(await states.settle(state.content)).toMatchObject({ kind: 'settled', left: [] })
    }
    expect(await deniedTo('apply-role', keep)).toEqual([])
    expect(await deniedTo('plan-role', keep)).not.toEqual([])
  })
})

describe('examples/policies/bucket-policy.json', () => {
  const bucketPolicy = readPolicy('bucket-policy')
  const anything: Policy = {
    Version: '2012-10-17',
    Statement: [{ Sid: 'AdministratorAccess', Effect: 'Allow', Action: '*', Resource: '*' }],
  }
  const by = (role: string, { context, ...request }: AccessRequest): AccessRequest => ({
    ...request,
    context: { ...context, 'aws:PrincipalArn': `arn:aws:iam::123456789012:role/${role}` },
  })
  const holds = (role: string, request: AccessRequest): boolean =>
    !isAllowed([anything, bucketPolicy], by(role, request))

  test.each(['terraform-plan', 'terraform-apply', 'admin'])(
    'lets %s write over no plan, key or claim, whatever else it may',
    (role) => {
      for (const key of [plan, digestKey, claim])
        for (const request of [write(key), swap(key)]) expect(holds(role, request)).toBe(true)
    },
  )

  test('lets only the plan role store plans, and it read none', () => {
    expect(holds('terraform-plan', create(plan))).toBe(false)
    for (const role of ['terraform-apply', 'admin', 'terraform-plan-2'])
      expect(holds(role, create(plan))).toBe(true)
    for (const key of [plan, claim, applied, marker, unsaved])
      expect(holds('terraform-plan', get(key))).toBe(true)
    expect(holds('terraform-apply', get(plan))).toBe(false)
  })

  test('lets neither role remove what is stored, and an administrator do it', () => {
    for (const key of [plan, digestKey, applied]) {
      for (const request of [remove(key), removeThis(key), on('DeleteObjectVersion', key)]) {
        expect(holds('terraform-plan', request)).toBe(true)
        expect(holds('terraform-apply', request)).toBe(true)
        expect(holds('admin', request)).toBe(false)
      }
    }
  })

  test.each([
    ['terraform-plan', 'plan-role'],
    ['terraform-apply', 'apply-role'],
  ])('takes nothing from %s that %s.json gives it', (role, name) => {
    const { may } = Object.fromEntries(roles)[name]!
    for (const request of may)
      expect(isAllowed([readPolicy(name), bucketPolicy], by(role, request))).toBe(true)
  })
})

describe('who may assume', () => {
  const provider = 'token.actions.githubusercontent.com'
  const mayAssume = (name: string, sub: string, ref: string, aud = 'sts.amazonaws.com'): boolean =>
    isAllowed([readPolicy(name)], {
      action: 'sts:AssumeRoleWithWebIdentity',
      resource: 'the role itself',
      context: { [`${provider}:aud`]: aud, [`${provider}:sub`]: sub, [`${provider}:ref`]: ref },
    })
  const main = 'refs/heads/main'
  const merge = 'refs/pull/3/merge'

  test.each([
    ['a pull request', 'repo:acme/infra:pull_request', merge, ['trust-plan']],
    ['a run by hand, in its environment', 'repo:acme/infra:environment:terraform-plan', main, ['trust-plan']],
    ['the environment of the apply', 'repo:acme/infra:environment:production', main, ['trust-apply']],
    ['the same on another branch', 'repo:acme/infra:environment:production', 'refs/heads/x', []],
    ['the same in a pull request', 'repo:acme/infra:environment:production', merge, []],
    ['the gate before it', 'repo:acme/infra:environment:production-approval', main, []],
    [
      'main without an environment',
      'repo:acme/infra:ref:refs/heads/main',
      main,
      ['trust-plan', 'trust-review'],
    ],
    ['another branch without one', 'repo:acme/infra:ref:refs/heads/x', 'refs/heads/x', []],
    ['another repository', 'repo:acme/infra2:environment:production', main, []],
    ['another owner', 'repo:acme2/infra:pull_request', merge, []],
  ] as const)('the roles: %s', (_, sub, ref, expected) => {
    expect(['trust-plan', 'trust-review', 'trust-apply'].filter((name) => mayAssume(name, sub, ref))).toEqual(
      expected,
    )
  })

  test('a role only with a token for AWS', () => {
    expect(mayAssume('trust-plan', 'repo:acme/infra:pull_request', merge, 'https://github.com/acme')).toBe(
      false,
    )
  })
})

describe('examples/policies/lifecycle.json', () => {
  interface Rule {
    readonly Filter: { readonly Prefix: string }
    readonly Status: string
    readonly Expiration: { readonly Days: number }
    readonly NoncurrentVersionExpiration: { readonly NoncurrentDays: number }
  }
  const { Rules: rules } = JSON.parse(readFileSync(join(folder, 'lifecycle.json'), 'utf8')) as {
    Rules: Rule[]
  }
  const daysOf = (key: string): number | undefined =>
    rules.find(({ Filter }) => key.startsWith(Filter.Prefix))?.Expiration.Days

  test('removes plans, claims and turns, and nothing else', () => {
    expect(rules.map(({ Filter }) => Filter.Prefix)).toEqual([
      '.lockstep/plans/',
      '.lockstep/claims/',
      '.lockstep/turns/',
    ])
    for (const rule of rules) {
      expect(rule.Status).toBe('Enabled')
      expect(rule.NoncurrentVersionExpiration.NoncurrentDays).toBeGreaterThan(0)
    }
    for (const key of [state, lock, digestKey, applied, marker, unsaved]) expect(daysOf(key)).toBeUndefined()
  })

  test('keeps a plan as long as it may be applied, and its claim no shorter', () => {
    const maximumAgeDays = parseAge(inputDefaults['maximum-plan-age']!) / 86_400_000
    expect(daysOf(plan)).toBeGreaterThan(maximumAgeDays)
    expect(daysOf(claim)).toBeGreaterThanOrEqual(daysOf(plan)!)
  })
})

describe('the judge of policies', () => {
  const judge = (statement: object, request: AccessRequest): boolean =>
    isAllowed(
      [
        {
          Version: '2012-10-17',
          Statement: [{ Sid: 'One', Effect: 'Allow', Action: 's3:GetObject', Resource: '*', ...statement }],
        },
      ],
      request,
    )

  test('takes a star for any text, also with slashes, and a dot for a dot', () => {
    const resource = `${bucketArn}/a/*.json`
    expect(judge({ Resource: resource }, get('a/b/c.json'))).toBe(true)
    expect(judge({ Resource: resource }, get('a/b/c-json'))).toBe(false)
    expect(judge({ Resource: resource }, get('b/a/c.json'))).toBe(false)
    expect(judge({ Action: 'S3:getobject' }, get('a'))).toBe(true)
    expect(judge({ Action: 's3:Get*' }, remove('a'))).toBe(false)
  })

  test('wants every condition met, each by one of its values', () => {
    const Condition = { StringEquals: { 's3:a': ['1', '2'], 's3:b': '3' } }
    expect(judge({ Condition }, on('GetObject', 'x', { 'S3:A': '2', 's3:b': '3' }))).toBe(true)
    expect(judge({ Condition }, on('GetObject', 'x', { 's3:a': '2', 's3:b': '4' }))).toBe(false)
    expect(judge({ Condition }, on('GetObject', 'x', { 's3:a': '2' }))).toBe(false)
  })

  test.each([
    [{ NotResource: 'x' }],
    [{ Effect: 'Maybe' }],
    [{ Condition: { StringNotEquals: { 's3:a': '1' } } }],
  ])('does not guess: %j', (statement) => {
    expect(() => judge(statement, get('x'))).toThrow(/Maybe|not known/)
  })

  interface Sent {
    method: string
    key?: string
    query?: string
    headers?: Record<string, string>
    status?: number
  }
  const actionsOf = ({ method, key = plan, query = '', headers = {}, status = 200 }: Sent): string[] => {
    const about = { bucket: exampleBucket, key, query: new URLSearchParams(query) }
    return accessRequestsOfS3({ method, ...about, headers, status }).map(nameOf)
  }

  test.each([
    [{ method: 'HEAD' }, [`s3:GetObject /${plan}`]],
    [{ method: 'GET', status: 404 }, [`s3:GetObject /${plan}`, 's3:ListBucket ']],
    [{ method: 'PUT', headers: { 'if-none-match': '*' } }, [`s3:PutObject /${plan} s3:if-none-match *`]],
    [
      { method: 'DELETE', headers: { 'if-match': '"0"' } },
      [`s3:DeleteObject /${plan} s3:if-match "0"`, `s3:GetObject /${plan} s3:if-match "0"`],
    ],
    [
      { method: 'PUT', headers: { 'x-amz-acl': 'private' } },
      [`s3:PutObject /${plan}`, `s3:PutObjectAcl /${plan}`],
    ],
    [{ method: 'GET', key: '', query: 'list-type=2&prefix=env:/' }, ['s3:ListBucket  s3:prefix env:/']],
    [{ method: 'POST', query: 'uploads' }, [`s3:PutObject /${plan}`]],
    [{ method: 'DELETE', query: 'versionId=1' }, [`s3:DeleteObjectVersion /${plan}`]],
  ])('knows what S3 asks for: %j', (changes, expected) => {
    expect(actionsOf(changes)).toEqual(expected)
  })

  test.each([
    { method: 'PUT', headers: { 'x-amz-copy-source': 'a/b' } },
    { method: 'POST', key: '', query: 'delete=' },
    { method: 'GET', key: '', query: 'cors=' },
    { method: 'GET', query: 'acl=' },
    { method: 'PATCH' },
  ])('says what it does not know: %j', (changes) => {
    expect(() => actionsOf(changes)).toThrow('not known')
  })

  test('knows the item that DynamoDB is asked for', () => {
    const ask = (operation: string, input: object): readonly AccessRequest[] =>
      accessRequestsOfDynamoDb({
        headers: { 'x-amz-target': `DynamoDB_20120810.${operation}` },
        body: Buffer.from(JSON.stringify({ TableName: exampleTable, ...input })),
      })
    const LockID = { S: `${exampleBucket}/${state}` }
    expect(ask('PutItem', { Item: { LockID } })).toEqual([item('PutItem')])
    expect(ask('GetItem', { Key: { LockID } })).toEqual([item('GetItem')])
    const [request] = ask('DescribeTable', {})
    expect(isAllowed([readPolicy('apply-role-dynamodb')], request!)).toBe(false)
  })
})
