import { stat } from 'node:fs/promises'
import { isAbsolute, join, relative, resolve, sep } from 'node:path'
import type { S3Client } from '@aws-sdk/client-s3'
import type { Clock } from '../clock.ts'
import type { StateLock } from '../lock/lock-reading.ts'
import { renderS3StateAddress, type S3StateAddress } from '../lock/state-address.ts'
import type { LockMechanism } from '../lock/mechanism.ts'
import { createS3PlanStore } from '../plan-store/s3.ts'
import { createS3Turns } from '../plan-store/s3-turns.ts'
import { createStateBucket } from '../plan-store/state-bucket.ts'
import { createUnsavedStates } from '../plan-store/unsaved-state.ts'
import { readAwsAccount } from './account.ts'
import type * as AwsClients from './aws-clients.ts'
import type { Backend, WorkspacePresence } from './backend.ts'
import type { BackendFile } from './backend-file.ts'
import { combineLocks } from './both-locks.ts'
import { createDynamoDbLock } from './dynamodb-lock.ts'
import { createLocalLock } from './local-lock.ts'
import { customerKeyParameters } from './object-parameters.ts'
import { nameOf, statusOf } from './read-failure.ts'
import { within } from './request.ts'
import { createS3Lock } from './s3-lock.ts'
import { parseS3Config, proxyEnvironment, type S3BackendConfig } from './s3-config.ts'
import { createStateDigest, noDigest } from './state-digest.ts'
import { createStateHistory } from './state-history.ts'

export interface ResolveContext {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly clock: Clock
  readonly workingDirectory: string
  readonly workspaceRoot: string
}

/** The AWS SDK is most of what there is to load, and `wait` on another backend needs none of it. */
const loadClients = async (): Promise<typeof AwsClients> => await import('./aws-clients.ts')

/** Loads the S3 client ahead of its use, and takes the cost of its first request. */
export function preloadS3Client(): void {
  // A failure comes back where the client is asked for.
  loadClients()
    .then(async ({ warmUpS3Client }) => {
      await warmUpS3Client()
    })
    .catch(() => undefined)
}

/** The backend that `init` has left, for one workspace. */
export function resolveBackend(file: BackendFile, workspace: string, context: ResolveContext): Backend {
  if (file.type === 's3')
    return createS3Backend(
      parseS3Config(file.config, workspace, context.env, context.workingDirectory),
      context.clock,
    )
  if (file.type === 'local') return createLocalBackend(file, workspace, context)
  return createOtherBackend(file, workspace)
}

/** The backend of the input `state-address`, without a Terraform folder. */
export function backendFromAddress(
  address: S3StateAddress,
  context: Pick<ResolveContext, 'env' | 'clock' | 'workspaceRoot'>,
): Backend {
  const config = {
    bucket: address.bucket,
    key: address.key,
    region: address.region ?? null,
    dynamodb_table: address.dynamodbTable ?? null,
    // Without a folder nothing says how the state is locked; a lock file is a lock whoever wrote it.
    use_lockfile: true,
    // Nor whether its objects are encrypted; whoever sets AWS_SSE_CUSTOMER_KEY has some that are.
    encrypt: true,
    // A store of one's own has no host name per bucket.
    use_path_style: (context.env['AWS_ENDPOINT_URL_S3'] ?? context.env['AWS_ENDPOINT_URL'] ?? '') !== '',
  }
  return createS3Backend(parseS3Config(config, 'default', context.env, context.workspaceRoot), context.clock)
}

function createS3Backend(config: S3BackendConfig, clock: Clock): Backend {
  const { bucket, statePath, useLockfile, dynamodbTable } = config
  const client = once(async () => await (await loadClients()).createS3Client(config))
  const s3 = createS3Lock(config, client, clock)
  const lockPath = `${bucket}/${statePath}`
  const dynamodbClient = once(async () => await (await loadClients()).createDynamoDbClient(config))
  const dynamodb =
    dynamodbTable === undefined
      ? undefined
      : createDynamoDbLock(dynamodbTable, lockPath, dynamodbClient, clock)
  const digest =
    dynamodbTable === undefined ? noDigest : createStateDigest(dynamodbTable, lockPath, dynamodbClient)
  const mechanism = mechanismOf(useLockfile, dynamodb !== undefined)
  const locks = dynamodb === undefined ? s3 : useLockfile ? combineLocks(s3, dynamodb) : dynamodb
  const obstacle = obstacleOf(config)
  return {
    type: 's3',
    address: renderS3StateAddress(bucket, statePath),
    mechanism,
    lockPath,
    lock:
      obstacle !== undefined
        ? unreadableLock(obstacle)
        : mechanism === 'none'
          ? unreadableLock('this S3 backend has no locking, so nothing tells whether somebody is at work')
          : locks,
    turns: obstacle === undefined ? createS3Turns(config, createStateBucket(config, client)) : undefined,
    unsaved: obstacle === undefined ? createUnsavedStates(config, client) : undefined,
    plans: obstacle === undefined ? createS3PlanStore(config, client) : undefined,
    history: obstacle === undefined ? createStateHistory(config, client, digest) : undefined,
    account: async (signal) =>
      obstacle === undefined ? await readAwsAccount(config, client, signal) : undefined,
    workspacePresence: async (signal) =>
      obstacle === undefined ? await s3WorkspacePresence(config, client, signal) : 'ask-terraform',
  }
}

export function mechanismOf(useLockfile: boolean, hasTable: boolean): LockMechanism {
  if (useLockfile) return hasTable ? 's3-and-dynamodb' : 's3'
  return hasTable ? 'dynamodb' : 'none'
}

/** Why our reads might look elsewhere than Terraform does; then the lock is unknown, never free. */
export function obstacleOf(config: S3BackendConfig): string | undefined {
  if (config.unsupported.length > 0) {
    return `Lockstep does not know how to honour ${config.unsupported.join(', ')}`
  }
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (proxyEnvironment(config.transport) !== undefined && (major < 24 || (major === 24 && minor < 5))) {
    return `a proxy needs a runner with Node 24.5 or later, this one has ${process.versions.node}`
  }
  return undefined
}

async function s3WorkspacePresence(
  config: S3BackendConfig,
  client: () => Promise<S3Client>,
  signal: AbortSignal,
): Promise<WorkspacePresence> {
  const { HeadObjectCommand } = await import('@aws-sdk/client-s3')
  try {
    const object = { Bucket: config.bucket, Key: config.statePath, ...customerKeyParameters(config) }
    await within(
      async (abortSignal) => await (await client()).send(new HeadObjectCommand(object), { abortSignal }),
      signal,
    )
    return 'exists'
  } catch (error) {
    // A HEAD has no body, so the SDK knows only the status of a missing object.
    return statusOf(error) === 404 && nameOf(error) !== 'NoSuchBucket' ? 'missing' : 'ask-terraform'
  }
}

function createLocalBackend(file: BackendFile, workspace: string, context: ResolveContext): Backend {
  const { workingDirectory, workspaceRoot, clock } = context
  const path = textOf(file.config['path']) ?? 'terraform.tfstate'
  const workspaceFolder = join(textOf(file.config['workspace_dir']) ?? 'terraform.tfstate.d', workspace)
  const stateFile = resolve(
    workingDirectory,
    workspace === 'default' ? path : join(workspaceFolder, 'terraform.tfstate'),
  )
  const inRepository = relative(workspaceRoot, stateFile)
  const isInside = !/^\.\.(?:[/\\]|$)/.test(inRepository) && !isAbsolute(inRepository)
  return {
    type: 'local',
    address: `local:${(isInside ? inRepository : stateFile).split(sep).join('/')}`,
    mechanism: 'local',
    lockPath: undefined,
    lock: createLocalLock(stateFile, clock),
    ...besideNothing,
    async workspacePresence() {
      try {
        await stat(resolve(workingDirectory, workspaceFolder))
        return 'exists'
      } catch {
        return 'missing'
      }
    },
  }
}

// Options that name the state, in the order of the address; the rest may be secret, and differs from job to job.
const ADDRESS_OPTIONS: Readonly<Record<string, readonly string[]>> = {
  azurerm: ['storage_account_name', 'container_name', 'key'],
  consul: ['address', 'path'],
  cos: ['bucket', 'prefix', 'key'],
  gcs: ['bucket', 'prefix'],
  kubernetes: ['namespace', 'secret_suffix'],
  oci: ['namespace', 'bucket', 'key'],
  oss: ['bucket', 'prefix', 'key'],
}

function createOtherBackend(file: BackendFile, workspace: string): Backend {
  const parts = (ADDRESS_OPTIONS[file.type] ?? []).map((name) => textOf(file.config[name])).filter(isPresent)
  const state = parts.length > 0 ? parts.join('/') : String(file.hash)
  return {
    type: file.type,
    address: `${file.type}://${state}/${workspace}`,
    mechanism: 'other',
    lockPath: undefined,
    lock: unreadableLock(`a "${file.type}" backend does not let its lock be read without taking it`),
    ...besideNothing,
    // HCP Terraform's workspaces are made and selected by init, and listed only for some configurations.
    workspacePresence: () => Promise.resolve(isHcp(file.type) ? 'exists' : 'ask-terraform'),
  }
}

/** What only a bucket can keep. */
const besideNothing: Pick<Backend, 'turns' | 'unsaved' | 'plans' | 'history' | 'account'> = {
  turns: undefined,
  unsaved: undefined,
  plans: undefined,
  history: undefined,
  account: () => Promise.resolve(undefined),
}

function isHcp(type: string): boolean {
  return type === 'cloud' || type === 'remote'
}

function unreadableLock(reason: string): StateLock {
  return {
    read: () => Promise.resolve({ kind: 'unknown', reason, transient: false }),
    remove: () => Promise.resolve({ kind: 'refused', reason }),
    take: () => Promise.resolve({ kind: 'refused', reason }),
    annotate: () => Promise.resolve({ kind: 'refused', reason }),
  }
}

function once<T>(create: () => Promise<T>): () => Promise<T> {
  let created: Promise<T> | undefined
  return () => (created ??= create())
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function isPresent<T>(value: T | undefined): value is T {
  return value !== undefined
}
