import { seededRandom } from './fake-clock.ts'
import type { ProxiedRequest, ProxyFaultRule } from './fault-proxy.ts'
import type { Change } from './things.ts'

export type LockMechanism = 's3' | 'dynamodb' | 'both'

const kinds = [
  'answer lost',
  'request lost',
  'reset',
  'late',
  '500',
  '500 after it is done',
  '503',
  '409',
  '403',
] as const
export type FaultKind = (typeof kinds)[number]

/** What a request is about, and what it does to that. */
export type Operation =
  `${'lock file' | 'lock item' | 'state' | 'digest' | 'record' | 'trial' | 'bucket'} ${Verb}`
type Verb = 'read' | 'write' | 'removal'

export interface DrawnFault {
  operation: Operation
  kind: FaultKind
  /** How many such requests pass first. */
  skip: number
  times: number
  lateMs: number
}

/**
 * `waits`: another lock is there at first, and given back while we wait; `changes`: given back, and yet another one is
 * there, which goes in turn; `after-ours`: as soon as ours is gone; `before-our-delete`: between our look and our delete.
 */
export type ForeignLock = 'none' | 'waits' | 'changes' | 'after-ours' | 'before-our-delete'

/** What a job meets between it and its store. A seed says it all. */
export interface Draw {
  seed: number
  /** `reviewed`: a plan, and the apply of it in a later job of that run. */
  jobs: 'plan' | 'apply' | 'reviewed'
  change: Change
  mechanism: LockMechanism
  /** Of the backend; undefined: Terraform's own five tries. */
  maxRetries: number | undefined
  foreignLock: ForeignLock
  faults: DrawnFault[]
}

export function drawFrom(seed: number): Draw {
  const random = seededRandom(seed * 7_919)
  const oneOf = <T>(...values: T[]): T => values[Math.floor(random() * values.length)]!
  const jobs = (['apply', 'reviewed', 'plan', 'apply', 'reviewed'] as const)[seed % 5]!
  const mechanism = (['s3', 's3', 'dynamodb', 'both'] as const)[Math.floor(seed / 5) % 4]!
  const foreign: readonly ForeignLock[] =
    mechanism === 's3'
      ? ['waits', 'changes', 'after-ours', 'before-our-delete']
      : ['waits', 'changes', mechanism === 'both' ? 'after-ours' : 'waits']
  const change = oneOf<Change>('create', 'create', 'replace', 'destroy')
  const maxRetries = oneOf(undefined, 1, 2, 3)
  const foreignLock = random() < 0.4 ? oneOf(...foreign) : 'none'
  const operations = operationsOf(jobs, mechanism)
  const decisive = decisiveOf(jobs, mechanism)
  const left = [...kinds]
  const faults = Array.from({ length: 1 + Math.floor(random() * 4) }, (_, index): DrawnFault => {
    const [kind = '500'] = left.splice(Math.floor(random() * left.length), 1)
    const operation = index === 0 ? oneOf(...decisive) : oneOf(...operations)
    return {
      ...{ operation, kind },
      skip: index === 0 ? 0 : operation.endsWith('read') ? oneOf(0, 0, 1, 2, 3) : oneOf(0, 0, 0, 1),
      // A role that may not do something may never do it; what passes may outlast the tries of Terraform, or of both.
      times: kind === '403' ? oneOf(1, Infinity) : oneOf(1, 1, 2, 6, 15),
      lateMs: Math.round(200 + random() * 2_800),
    }
  })
  return { seed, jobs, change, mechanism, maxRetries, foreignLock, faults }
}

export function drawsOf(count: number): Draw[] {
  return Array.from({ length: count }, (_, index) => drawFrom(index + 1))
}

/** On which it depends whether a job gets its lock, saves its state, and gives its lock back. */
function decisiveOf(jobs: Draw['jobs'], mechanism: LockMechanism): Operation[] {
  const lock = ['write', 'removal', 'removal', 'read'] as const
  const halves = mechanism === 'both' ? (['file', 'item'] as const) : [mechanism === 's3' ? 'file' : 'item']
  const save: Operation[] = ['state write', mechanism === 's3' ? 'state write' : 'digest write']
  const ofLock = halves.flatMap((half) => lock.map((verb) => `lock ${half} ${verb}` as Operation))
  return [...ofLock, ...(jobs === 'plan' ? [] : save)]
}

/** The operations that every such job does, or most of them. */
function operationsOf(jobs: Draw['jobs'], mechanism: LockMechanism): Operation[] {
  const file: Operation[] = ['lock file write', 'lock file read', 'lock file removal', 'trial write']
  const item: Operation[] = ['lock item write', 'lock item read', 'lock item removal', 'digest read']
  const applied: Operation[] = [
    'state write',
    'state write',
    ...(mechanism === 's3' ? [] : ['digest write' as const]),
  ]
  return [
    ...(mechanism === 'dynamodb' ? [] : [...file, ...file, 'trial removal' as const]),
    ...(mechanism === 's3' ? [] : [...item, ...item]),
    ...(jobs === 'plan' ? [] : [...applied, ...applied]),
    ...[
      'state read',
      'record read',
      ...(jobs === 'apply' ? [] : (['record write', 'record write'] as const)),
    ],
    'bucket read',
  ] as Operation[]
}

/** undefined: it is none that a fault is drawn for. */
export function operationOf({ method, url, headers, body }: Asked): Operation | undefined {
  const action = String(headers['x-amz-target'] ?? '').split('.')[1]
  if (action !== undefined) {
    const verb = ({ GetItem: 'read', PutItem: 'write', UpdateItem: 'write', DeleteItem: 'removal' } as const)[
      action
    ]
    return verb && `${body.includes('-md5"') ? 'digest' : 'lock item'} ${verb}`
  }
  const { pathname } = new URL(url, 'http://store')
  const key = decodeURIComponent(pathname).split('/').slice(2).join('/')
  const verb = method === 'DELETE' ? 'removal' : method === 'PUT' || method === 'POST' ? 'write' : 'read'
  if (key === '') return `bucket ${verb}`
  if (key.includes('.lockstep-probe-')) return `trial ${verb}`
  if (key.startsWith('.lockstep/')) return `record ${verb}`
  if (key.endsWith('.tflock')) return `lock file ${verb}`
  return key.endsWith('.tfstate') ? `state ${verb}` : undefined
}

type Asked = Pick<ProxiedRequest, 'method' | 'url' | 'headers' | 'body'>

export type Client = 'Terraform' | 'Lockstep'

export function clientOf({ headers }: Pick<ProxiedRequest, 'headers'>): Client {
  return String(headers['user-agent']).includes('aws-sdk-js') ? 'Lockstep' : 'Terraform'
}

/** Terraform removes a lock without a condition, whoever's it is by then; Lockstep never does. */
export function isUnconditional({ headers, body }: Asked): boolean {
  return headers['if-match'] === undefined && !body.includes('ConditionExpression')
}

/** What the proxies do of this fault; both proxies of a pair share the count. */
export function actionOf(
  fault: Pick<DrawnFault, 'kind' | 'lateMs'>,
  isDynamoDb: boolean,
): ProxyFaultRule['action'] {
  const answer = (status: number, code: string): { status: number; body: string } =>
    isDynamoDb
      ? {
          status,
          body: JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${code}`, message: 'A fault.' }),
        }
      : { status, body: `<Error><Code>${code}</Code><Message>A fault.</Message></Error>` }
  switch (fault.kind) {
    case 'answer lost':
      return 'drop-response'
    case 'request lost':
      return 'drop-request'
    case 'reset':
      return 'reset'
    case 'late':
      return { delayMs: fault.lateMs }
    case '500':
      return isDynamoDb ? answer(500, 'InternalServerError') : answer(500, 'InternalError')
    case '500 after it is done':
      return { ...answer(500, isDynamoDb ? 'InternalServerError' : 'InternalError'), isForwarded: true }
    case '503':
      return isDynamoDb ? answer(400, 'ProvisionedThroughputExceededException') : answer(503, 'SlowDown')
    case '409':
      return isDynamoDb
        ? answer(400, 'TransactionConflictException')
        : answer(409, 'ConditionalRequestConflict')
    case '403':
      return isDynamoDb ? answer(400, 'AccessDeniedException') : answer(403, 'AccessDenied')
  }
}

export function describeFault({ operation, kind, skip, times }: DrawnFault): string {
  const from = skip === 0 ? '' : ` after ${skip}`
  const often = times === Infinity ? ' each time' : times === 1 ? '' : ` ${times} times`
  return `${operation}${from}: ${kind}${often}`
}

export function describeDraw({
  seed,
  jobs,
  change,
  mechanism,
  maxRetries,
  foreignLock,
  faults,
}: Draw): string {
  const retries = maxRetries === undefined ? '' : `, ${maxRetries} tries`
  const foreign = foreignLock === 'none' ? '' : `, another lock: ${foreignLock}`
  return `seed ${seed}: ${jobs} of a ${change}, ${mechanism}${retries}${foreign}; ${faults.map(describeFault).join('; ')}`
}
