import { execFile } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { startFaultProxy, type FaultProxy, type ProxiedRequest } from './fault-proxy.ts'
import { startMoto } from './moto.ts'
import { storeEnvironment } from './terraform-project.ts'

export const exampleFolder = join(import.meta.dirname, '..', '..', 'examples')
export const moduleNames = ['backend-s3', 'backend-dynamodb'] as const
export type ModuleName = (typeof moduleNames)[number]

/** Where Terraform may take the AWS provider from without a network; the variable names one more. */
const mirrorCandidates = [
  process.env['LOCKSTEP_PROVIDER_MIRROR'] ?? '',
  // https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories
  join(homedir(), '.terraform.d', 'plugins'),
  join(homedir(), '.local', 'share', 'terraform', 'plugins'),
  '/usr/local/share/terraform/plugins',
  '/usr/share/terraform/plugins',
  '/opt/tf-plugins',
]
const providerSource = join('registry.terraform.io', 'hashicorp', 'aws')

export function findProviderMirror(): string | undefined {
  return mirrorCandidates.find((folder) => folder !== '' && existsSync(join(folder, providerSource)))
}

/** The outputs of a module, as its `outputs.tf` tells. */
export interface ModuleOutputs {
  bucket: string
  log_bucket: string
  region: string
  kms_key_arn: string | null
  role_arns: Record<'plan' | 'apply' | 'review', string>
  role_names: Record<'plan' | 'apply' | 'review', string>
  /** The HCL to paste, by the key of a state. */
  backend_blocks: Record<string, string>
  /** Only of backend-dynamodb. */
  lock_table?: string
}

export interface AppliedModule extends ModuleOutputs {
  /** Of the root configuration, with a copy of the modules in it. */
  folder: string
  /** Terraform in that folder. */
  terraform(args: readonly string[]): Promise<string>
  /** Calls the module with other variables, or another configuration, and applies that. */
  apply(variables: ModuleVariables): Promise<ModuleOutputs>
}

export type ModuleVariables = Readonly<Record<string, unknown>>

export interface Aws {
  /** S3, DynamoDB, IAM, KMS and STS. */
  endpoint: string
  /** What Terraform and Lockstep need to find it, and Terraform the provider. */
  env: Record<string, string>
  requests: readonly ProxiedRequest[]
  createBucket(name: string, options?: { versioned?: boolean }): Promise<void>
  /** Calls the module from a root configuration, as its README tells, and applies that. */
  applyModule(name: ModuleName, variables?: ModuleVariables): Promise<AppliedModule>
  close(): Promise<void>
}

export const stateKey = 'production/terraform.tfstate'

const moduleVariables = {
  bucket: 'acme-terraform-state',
  state_keys: [stateKey],
  repository: 'acme/infra',
}

/** An account of its own, on moto. */
export async function startAws(): Promise<Aws> {
  const moto = await startMoto()
  const proxy = await startFaultProxy(moto.endpoint)
  keepForMoto(proxy)
  const home = temporaryFolder()
  const env = { ...environmentOf(home), AWS_ENDPOINT_URL: proxy.endpoint }
  let roots = 0
  return {
    endpoint: proxy.endpoint,
    env,
    requests: proxy.requests,
    createBucket: moto.createBucket,
    async applyModule(name, variables = {}) {
      const folder = join(home, `root-${(roots += 1)}`)
      mkdirSync(folder)
      copyModules(folder)
      const terraform: AppliedModule['terraform'] = async (args) => await run(folder, env, args)
      const apply: AppliedModule['apply'] = async (changes) => {
        writeFileSync(join(folder, 'main.tf'), rootConfiguration(name, { ...variables, ...changes }))
        await terraform(['init', '-input=false'])
        await terraform(['apply', '-auto-approve', '-input=false'])
        const outputs = JSON.parse(await terraform(['output', '-json'])) as {
          backend: { value: ModuleOutputs }
        }
        return outputs.backend.value
      }
      return { ...(await apply({})), folder, terraform, apply }
    },
    async close() {
      await proxy.close()
      await moto.close()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

/** What `terraform test` says in a copy of the module; rejects where a test fails. */
export async function testModule(name: ModuleName): Promise<string> {
  const home = temporaryFolder()
  try {
    const env = environmentOf(home)
    copyModules(home)
    await run(join(home, name), env, ['init', '-backend=false', '-input=false'])
    return await run(join(home, name), env, ['test'])
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

function temporaryFolder(): string {
  return realpathSync(mkdtempSync(join(tmpdir(), 'lockstep-modules-')))
}

function environmentOf(home: string): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    ...storeEnvironment,
    AWS_REGION: 'eu-west-1',
    TF_CLI_CONFIG_FILE: writeCliConfig(home),
    TF_IN_AUTOMATION: '1',
    NO_COLOR: '1',
  }
}

/** Terraform's standard output; its errors are in the message where it fails. */
async function run(
  folder: string,
  env: Readonly<Record<string, string>>,
  args: readonly string[],
): Promise<string> {
  const { stdout } = await promisify(execFile)('terraform', [...args, '-no-color'], {
    cwd: folder,
    env,
    maxBuffer: 64 * 1024 * 1024,
  })
  return stdout
}

function writeCliConfig(folder: string): string {
  const file = join(folder, 'cli.tfrc')
  const mirror = findProviderMirror()
  const include = '["registry.terraform.io/hashicorp/aws"]'
  writeFileSync(
    file,
    mirror === undefined
      ? ''
      : `provider_installation {\n  filesystem_mirror {\n    path    = ${JSON.stringify(mirror)}\n    include = ${include}\n  }\n}\n`,
  )
  return file
}

export function copyModules(folder: string): void {
  for (const name of moduleNames) cpSync(join(exampleFolder, name), join(folder, name), { recursive: true })
}

function rootConfiguration(name: ModuleName, variables: ModuleVariables): string {
  const lines = Object.entries({ ...moduleVariables, ...variables }).map(
    ([variable, value]) => `  ${variable} = ${JSON.stringify(value)}\n`,
  )
  return [
    'provider "aws" {}\n',
    `module "backend" {\n  source = "./${name}"\n${lines.join('')}}\n`,
    'output "backend" {\n  value = module.backend\n}\n',
  ].join('\n')
}

/**
 * Stands in for two things that moto 5.2.1 does not do. It forgets `NewerNoncurrentVersions` of a lifecycle rule, and
 * the provider waits until what it reads is what it has written. It takes every condition of a bucket's policy for
 * met, so that a Deny under a condition denies everything: it never gets that of a state's bucket.
 */
function keepForMoto({ fault, requests }: FaultProxy): void {
  // The SDKs write `/bucket?policy=` and `/bucket/?policy`.
  const subresource = (url: string): string => /^[^=&]*/.exec(url)![0].replace('/?', '?')
  const isPolicy = (url: string): boolean => /^\/[^/?]+(?<!-logs)\?policy$/.test(subresource(url))
  const written = (url: string): ProxiedRequest | undefined =>
    requests.findLast(
      (request) =>
        request.method === 'PUT' && subresource(request.url) === subresource(url) && request.status < 300,
    )
  fault({
    matches: ({ method, url }) => method === 'PUT' && isPolicy(url),
    action: { status: 204, body: '' },
    times: Infinity,
  })
  fault({
    matches: ({ method, url }) =>
      method === 'GET' &&
      (isPolicy(url) || subresource(url).endsWith('?lifecycle')) &&
      written(url) !== undefined,
    action: ({ url }) => ({
      status: 200,
      headers: { 'x-amz-transition-default-minimum-object-size': 'all_storage_classes_128K' },
      body: written(url)!.body.toString(),
    }),
    times: Infinity,
  })
}

export function exampleText(...path: string[]): string {
  return readFileSync(join(exampleFolder, ...path), 'utf8')
}
