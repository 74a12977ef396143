import { posix, resolve } from 'node:path'

type Environment = Readonly<Record<string, string | undefined>>
type Config = Readonly<Record<string, unknown>>

/** The part of an `s3` backend block that reading its lock depends on, with Terraform's defaults. */
export interface S3BackendConfig {
  readonly bucket: string
  /** Of the workspace's state object. */
  readonly statePath: string
  readonly useLockfile: boolean
  readonly dynamodbTable: string | undefined
  readonly region: string | undefined
  readonly stsRegion: string | undefined
  readonly endpoints: { readonly s3?: string; readonly dynamodb?: string; readonly sts?: string }
  readonly usePathStyle: boolean
  readonly useFips: boolean | undefined
  readonly useDualStack: boolean | undefined
  /** Base64; undefined without `encrypt`, without which Terraform does not use it. */
  readonly sseCustomerKey: string | undefined
  readonly encrypt: boolean
  readonly kmsKeyId: string | undefined
  readonly acl: string | undefined
  readonly skipS3Checksum: boolean
  /** OpenTofu puts `lock_tags` on its lock file. */
  readonly hasLockTags: boolean
  readonly credentials: S3Credentials
  readonly transport: S3Transport
  /** One sentence for each option that is set and can't be honoured: then the lock is unknown. */
  readonly unsupported: readonly string[]
}

export interface S3Credentials {
  readonly accessKey: { readonly id: string; readonly secret: string; readonly token?: string } | undefined
  readonly profile: string | undefined
  readonly sharedConfigFile: string | undefined
  readonly sharedCredentialsFile: string | undefined
  readonly assumeRole: Config | undefined
  readonly assumeRoleWithWebIdentity: Config | undefined
  /** Do not ask the instance's metadata service; without meaning where the environment has a key already. */
  readonly skipMetadata: boolean
}

export interface S3Transport {
  readonly caBundle: string | undefined
  readonly insecure: boolean
  readonly httpProxy: string | undefined
  readonly httpsProxy: string | undefined
  readonly noProxy: string | undefined
}

/** Options that change nothing about where the lock is, or how it is read or written. */
const WITHOUT_EFFECT = new Set([
  'allowed_account_ids',
  'forbidden_account_ids',
  'iam_endpoint',
  'lock_tags',
  'max_retries',
  'retry_mode',
  'skip_credentials_validation',
  'skip_region_validation',
  'skip_requesting_account_id',
  'state_tags',
])

const HONOURED = new Set([
  'access_key',
  'acl',
  'assume_role',
  'assume_role_with_web_identity',
  'bucket',
  'custom_ca_bundle',
  'dynamodb_endpoint',
  'dynamodb_table',
  'encrypt',
  'endpoint',
  'endpoints',
  'force_path_style',
  'http_proxy',
  'https_proxy',
  'insecure',
  'key',
  'kms_key_id',
  'no_proxy',
  'profile',
  'region',
  'secret_key',
  'shared_config_files',
  'shared_credentials_file',
  'shared_credentials_files',
  'skip_metadata_api_check',
  'skip_s3_checksum',
  'sse_customer_key',
  'sts_endpoint',
  'sts_region',
  'token',
  'use_dualstack_endpoint',
  'use_fips_endpoint',
  'use_lockfile',
  'use_path_style',
  'workspace_key_prefix',
])

/** `config`: as `init` wrote it, with null for what is unset. `folder`: what its paths are relative to. */
export function parseS3Config(
  config: Config,
  workspace: string,
  env: Environment,
  folder: string,
): S3BackendConfig {
  const path = (name: string | undefined): string | undefined => {
    if (name === undefined) return undefined
    const home = env['HOME'] ?? ''
    return resolve(folder, /^~(?=\/|$)/.test(name) && home !== '' ? `${home}${name.slice(1)}` : name)
  }
  const text = (name: string, from: Config = config): string | undefined => {
    const value = from[name]
    return typeof value === 'string' && value !== '' ? value : undefined
  }
  const flag = (name: string): boolean | undefined => {
    const value = config[name]
    return typeof value === 'boolean' ? value : undefined
  }
  const fromEnvironment = (...names: string[]): string | undefined =>
    names.map((name) => env[name]).find((value) => value !== undefined && value !== '')

  const endpoints = blockOf(config['endpoints']) ?? {}
  const s3 =
    text('s3', endpoints) ??
    text('endpoint') ??
    fromEnvironment('AWS_ENDPOINT_URL_S3', 'AWS_S3_ENDPOINT', 'AWS_ENDPOINT_URL')
  const dynamodb =
    text('dynamodb', endpoints) ??
    text('dynamodb_endpoint') ??
    fromEnvironment('AWS_ENDPOINT_URL_DYNAMODB', 'AWS_DYNAMODB_ENDPOINT', 'AWS_ENDPOINT_URL')
  const sts =
    text('sts', endpoints) ??
    text('sts_endpoint') ??
    fromEnvironment('AWS_ENDPOINT_URL_STS', 'AWS_STS_ENDPOINT', 'AWS_ENDPOINT_URL')

  // Without a profile in the block the environment's keys come first in Terraform; in the SDK AWS_PROFILE would.
  const keysOfBlock = text('access_key') !== undefined || text('profile') !== undefined
  const accessKey = keysOfBlock ? text('access_key') : fromEnvironment('AWS_ACCESS_KEY_ID')
  const secretKey = keysOfBlock ? text('secret_key') : fromEnvironment('AWS_SECRET_ACCESS_KEY')
  const token = keysOfBlock ? text('token') : fromEnvironment('AWS_SESSION_TOKEN')
  const configFiles = textList(config['shared_config_files'])
  const credentialsFiles = [
    ...textList(config['shared_credentials_files']),
    ...textList(config['shared_credentials_file']),
  ]

  const encrypt = flag('encrypt') ?? false

  const unsupported = Object.entries(config)
    .filter(([name, value]) => isSet(value) && !HONOURED.has(name) && !WITHOUT_EFFECT.has(name))
    .map(([name]) => `the backend option ${name}`)
  if (text('sso', endpoints) !== undefined) unsupported.push('the backend option endpoints.sso')
  if (configFiles.length > 1) unsupported.push('more than one file in shared_config_files')
  if (credentialsFiles.length > 1) unsupported.push('more than one file in shared_credentials_files')

  return {
    bucket: text('bucket') ?? '',
    statePath: statePath(text('key') ?? '', config['workspace_key_prefix'], workspace),
    useLockfile: flag('use_lockfile') ?? false,
    dynamodbTable: text('dynamodb_table'),
    region: text('region') ?? fromEnvironment('AWS_REGION', 'AWS_DEFAULT_REGION'),
    stsRegion: text('sts_region'),
    endpoints: {
      ...(s3 === undefined ? {} : { s3 }),
      ...(dynamodb === undefined ? {} : { dynamodb }),
      ...(sts === undefined ? {} : { sts }),
    },
    usePathStyle: flag('use_path_style') ?? flag('force_path_style') ?? false,
    useFips: flag('use_fips_endpoint'),
    useDualStack: flag('use_dualstack_endpoint'),
    sseCustomerKey: encrypt
      ? (text('sse_customer_key') ?? fromEnvironment('AWS_SSE_CUSTOMER_KEY'))
      : undefined,
    encrypt,
    kmsKeyId: text('kms_key_id'),
    acl: text('acl'),
    skipS3Checksum: flag('skip_s3_checksum') ?? false,
    hasLockTags: isSet(config['lock_tags']),
    credentials: {
      accessKey:
        accessKey === undefined || secretKey === undefined
          ? undefined
          : { id: accessKey, secret: secretKey, ...(token === undefined ? {} : { token }) },
      profile: text('profile'),
      sharedConfigFile: path(configFiles[0] ?? fromEnvironment('AWS_SHARED_CONFIG_FILE')),
      sharedCredentialsFile: path(credentialsFiles[0]),
      assumeRole: blockOf(config['assume_role']),
      assumeRoleWithWebIdentity: withPath(blockOf(config['assume_role_with_web_identity']), path),
      skipMetadata:
        (flag('skip_metadata_api_check') ?? false) && fromEnvironment('AWS_ACCESS_KEY_ID') === undefined,
    },
    transport: {
      caBundle: path(text('custom_ca_bundle') ?? fromEnvironment('AWS_CA_BUNDLE')),
      insecure: flag('insecure') ?? false,
      httpProxy: text('http_proxy') ?? fromEnvironment('HTTP_PROXY', 'http_proxy'),
      // Terraform takes http_proxy of the block for HTTPS too where https_proxy is not set there.
      httpsProxy: text('https_proxy') ?? text('http_proxy') ?? fromEnvironment('HTTPS_PROXY', 'https_proxy'),
      noProxy: text('no_proxy') ?? fromEnvironment('NO_PROXY', 'no_proxy'),
    },
    unsupported,
  }
}

// internal/backend/remote-state/s3/backend_state.go: path.Join(workspaceKeyPrefix, name, key); Join drops empty parts.
function statePath(key: string, prefix: unknown, workspace: string): string {
  if (workspace === 'default') return key
  const parts = [typeof prefix === 'string' ? prefix : 'env:', workspace, key].filter((part) => part !== '')
  return posix.join(...parts)
}

function withPath(block: Config | undefined, path: (name: string) => string | undefined): Config | undefined {
  const file = block?.['web_identity_token_file']
  return typeof file === 'string' ? { ...block, web_identity_token_file: path(file) } : block
}

// A nested block is an object, or a list of one in configurations of older versions.
function blockOf(value: unknown): Config | undefined {
  const block: unknown = Array.isArray(value) ? value[0] : value
  if (typeof block !== 'object' || block === null) return undefined
  return Object.values(block).some(isSet) ? (block as Config) : undefined
}

function isSet(value: unknown): boolean {
  if (value === null || value === undefined || value === '' || value === false) return false
  if (Array.isArray(value)) return value.some(isSet)
  return typeof value !== 'object' || Object.values(value).some(isSet)
}

function textList(value: unknown): string[] {
  const values: unknown[] = Array.isArray(value) ? value : [value]
  return values.filter((entry): entry is string => typeof entry === 'string' && entry !== '')
}

/** The proxies for Node's agents, or undefined without any. Node knows them from 24.5 on. */
export function proxyEnvironment(transport: S3Transport): Record<string, string> | undefined {
  const { httpProxy, httpsProxy, noProxy } = transport
  if (httpProxy === undefined && httpsProxy === undefined) return undefined
  return {
    ...(httpProxy === undefined ? {} : { HTTP_PROXY: httpProxy }),
    ...(httpsProxy === undefined ? {} : { HTTPS_PROXY: httpsProxy }),
    // Go never sends a request for the own machine to a proxy (golang.org/x/net/http/httpproxy).
    NO_PROXY: [noProxy, 'localhost', '127.0.0.1', '::1'].filter((part) => part !== undefined).join(','),
  }
}
