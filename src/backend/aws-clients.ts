import { readFile } from 'node:fs/promises'
import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { Readable } from 'node:stream'
import { getCACertificates } from 'node:tls'
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3'
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { parseDuration } from '../retry/duration.ts'
import { proxyEnvironment, type S3BackendConfig, type S3Credentials, type S3Transport } from './s3-config.ts'

const connectionTimeoutMs = 3_000

interface ClientOptions {
  region?: string
  /** Where the region comes from when nothing else tells it. */
  profile?: string
  maxAttempts: number
  credentials?: AwsCredentialIdentity | AwsCredentialIdentityProvider
  requestHandler: NodeHttpHandler
  useFipsEndpoint?: boolean
  useDualstackEndpoint?: boolean
}

/** An S3 client that reaches the bucket as Terraform's backend would. */
export async function createS3Client(config: S3BackendConfig): Promise<S3Client> {
  const { s3 } = config.endpoints
  return new S3Client({
    ...(await clientOptions(config)),
    ...(s3 === undefined ? {} : { endpoint: s3 }),
    forcePathStyle: config.usePathStyle,
    // Stores other than AWS refuse checksums that they do not know.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  })
}

/**
 * Sends a request that reaches nobody. The first one of a process takes 25 ms, since what the SDK does for it is compiled
 * then; here that passes while Terraform's `init` is at work.
 */
export async function warmUpS3Client(): Promise<void> {
  const client = new S3Client({
    region: 'us-east-1',
    credentials: { accessKeyId: 'nobody', secretAccessKey: 'nobody' },
    maxAttempts: 1,
    requestHandler: {
      handle: () => Promise.resolve({ response: { statusCode: 404, headers: {}, body: Readable.from([]) } }),
    },
  })
  await client.send(new GetObjectCommand({ Bucket: 'nobody', Key: 'nothing' }))
}

export async function createDynamoDbClient(config: S3BackendConfig): Promise<DynamoDBClient> {
  const { DynamoDBClient } = await import('@aws-sdk/client-dynamodb')
  const { dynamodb } = config.endpoints
  return new DynamoDBClient({
    ...(await clientOptions(config)),
    ...(dynamodb === undefined ? {} : { endpoint: dynamodb }),
  })
}

async function clientOptions(config: S3BackendConfig): Promise<ClientOptions> {
  const requestHandler = await createRequestHandler(config.transport)
  const credentials = await createCredentials(config, requestHandler)
  return {
    maxAttempts: 3,
    requestHandler,
    ...(config.region === undefined ? {} : { region: config.region }),
    ...(config.credentials.profile === undefined ? {} : { profile: config.credentials.profile }),
    ...(credentials === undefined ? {} : { credentials }),
    ...(config.useFips === undefined ? {} : { useFipsEndpoint: config.useFips }),
    ...(config.useDualStack === undefined ? {} : { useDualstackEndpoint: config.useDualStack }),
  }
}

async function createRequestHandler(transport: S3Transport): Promise<NodeHttpHandler> {
  const proxyEnv = proxyEnvironment(transport)
  const tls = {
    ...(transport.insecure ? { rejectUnauthorized: false } : {}),
    ...(transport.caBundle === undefined
      ? {}
      : { ca: [...getCACertificates('default'), await readFile(transport.caBundle, 'utf8')] }),
  }
  const options = { keepAlive: true, ...(proxyEnv === undefined ? {} : { proxyEnv }) }
  return new NodeHttpHandler({
    connectionTimeout: connectionTimeoutMs,
    httpAgent: new HttpAgent(options),
    httpsAgent: new HttpsAgent({ ...options, ...tls }),
  })
}

/** undefined: the SDK's own chain, which reads the environment as Terraform does. */
async function createCredentials(
  config: S3BackendConfig,
  requestHandler: NodeHttpHandler,
): Promise<AwsCredentialIdentity | AwsCredentialIdentityProvider | undefined> {
  const { credentials } = config
  const base = await createBaseCredentials(credentials)
  const { assumeRole, assumeRoleWithWebIdentity } = credentials
  if (assumeRole === undefined && assumeRoleWithWebIdentity === undefined) return base

  const { fromTemporaryCredentials, fromWebToken } = await import('@aws-sdk/credential-providers')
  const region = config.stsRegion ?? config.region
  const clientConfig = {
    requestHandler,
    ...(region === undefined ? {} : { region }),
    ...(config.endpoints.sts === undefined ? {} : { endpoint: config.endpoints.sts }),
  }
  const webIdentity =
    assumeRoleWithWebIdentity === undefined
      ? undefined
      : fromWebToken({ ...(await webIdentityParameters(assumeRoleWithWebIdentity)), clientConfig })
  if (assumeRole === undefined) return webIdentity
  const masterCredentials = webIdentity ?? base
  return fromTemporaryCredentials({
    params: assumeRoleParameters(assumeRole),
    clientConfig,
    ...(masterCredentials === undefined ? {} : { masterCredentials }),
  })
}

async function createBaseCredentials(
  credentials: S3Credentials,
): Promise<AwsCredentialIdentity | AwsCredentialIdentityProvider | undefined> {
  const { accessKey, profile, sharedConfigFile, sharedCredentialsFile } = credentials
  if (accessKey !== undefined) {
    const { id, secret, token } = accessKey
    return {
      accessKeyId: id,
      secretAccessKey: secret,
      ...(token === undefined ? {} : { sessionToken: token }),
    }
  }
  const files = {
    ...(sharedConfigFile === undefined ? {} : { configFilepath: sharedConfigFile }),
    ...(sharedCredentialsFile === undefined ? {} : { filepath: sharedCredentialsFile }),
  }
  const options = { ...files, ...(profile === undefined ? {} : { profile }) }
  const isDefault = Object.keys(options).length === 0
  if (isDefault && !credentials.skipMetadata) return undefined
  const {
    createCredentialChain,
    fromEnv,
    fromHttp,
    fromIni,
    fromNodeProviderChain,
    fromProcess,
    fromTokenFile,
  } = await import('@aws-sdk/credential-providers')
  if (!credentials.skipMetadata) return fromNodeProviderChain(options)
  // What a container is given (ECS, EKS Pod Identity) is not the instance's metadata.
  const fromContainer: AwsCredentialIdentityProvider = async () => await fromHttp()()
  const chain = [fromIni(options), fromProcess(options), fromTokenFile(), fromContainer]
  return profile === undefined ? createCredentialChain(fromEnv(), ...chain) : createCredentialChain(...chain)
}

type Block = Readonly<Record<string, unknown>>

function assumeRoleParameters(
  block: Block,
): { RoleArn: string; RoleSessionName?: string } & Record<string, unknown> {
  const tags = block['tags']
  return withoutUndefined({
    ...roleParameters(block),
    ExternalId: textOf(block['external_id']),
    SourceIdentity: textOf(block['source_identity']),
    Tags: isRecord(tags)
      ? Object.entries(tags).map(([Key, value]) => ({ Key, Value: String(value) }))
      : undefined,
    TransitiveTagKeys: listOf(block['transitive_tag_keys']),
    Policy: textOf(block['policy']),
    PolicyArns: listOf(block['policy_arns'])?.map((arn) => ({ arn })),
    DurationSeconds: durationSeconds(block['duration']),
  })
}

async function webIdentityParameters(
  block: Block,
): Promise<{ roleArn: string; webIdentityToken: string } & Record<string, unknown>> {
  const { RoleArn, RoleSessionName } = roleParameters(block)
  const file = textOf(block['web_identity_token_file'])
  const token =
    textOf(block['web_identity_token']) ?? (file === undefined ? '' : await readFile(file, 'utf8'))
  return withoutUndefined({
    roleArn: RoleArn,
    roleSessionName: RoleSessionName,
    webIdentityToken: token.trim(),
    policy: textOf(block['policy']),
    policyArns: listOf(block['policy_arns'])?.map((arn) => ({ arn })),
    durationSeconds: durationSeconds(block['duration']),
  })
}

function roleParameters(block: Block): { RoleArn: string; RoleSessionName: string } {
  return {
    RoleArn: textOf(block['role_arn']) ?? '',
    RoleSessionName: textOf(block['session_name']) ?? 'lockstep',
  }
}

// Terraform takes a Go duration here; STS takes seconds.
function durationSeconds(value: unknown): number | undefined {
  const text = textOf(value)
  return text === undefined ? undefined : Math.round(parseDuration(text) / 1000)
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function listOf(value: unknown): string[] | undefined {
  return Array.isArray(value) && value.length > 0 ? value.map(String) : undefined
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function withoutUndefined<T extends Record<string, unknown>>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as T
}
