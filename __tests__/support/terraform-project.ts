import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { secretEnvironment } from './canaries.ts'

/** What Terraform and the SDKs need to reach a store on this machine, and what else a job has that is secret. */
export const storeEnvironment: Readonly<Record<string, string>> = {
  ...secretEnvironment,
  AWS_ACCESS_KEY_ID: 'test',
  AWS_REGION: 'us-east-1',
  CHECKPOINT_DISABLE: '1',
}

export interface S3BackendOptions {
  s3: string
  dynamodb?: string
  bucket?: string
  key?: string
  useLockfile?: boolean
  table?: string
  /** More lines of the block. */
  extra?: string
}

/** The HCL of an S3 backend on a store of this machine. */
export function s3Backend(options: S3BackendOptions): string {
  const {
    s3,
    dynamodb,
    bucket = 'tfstate',
    key = 'app/terraform.tfstate',
    useLockfile = true,
    table,
  } = options
  return `backend "s3" {
    bucket                      = "${bucket}"
    key                         = "${key}"
    ${useLockfile ? 'use_lockfile = true' : ''}
    ${table === undefined ? '' : `dynamodb_table = "${table}"`}
    endpoints = {
      s3 = "${s3}"
      ${dynamodb === undefined ? '' : `dynamodb = "${dynamodb}"`}
    }
    use_path_style              = true
    skip_credentials_validation = true
    skip_metadata_api_check     = true
    skip_region_validation      = true
    skip_requesting_account_id  = true
    ${options.extra ?? ''}
  }`
}

export interface TerraformProject {
  /** GITHUB_WORKSPACE. */
  workspace: string
  /** The Terraform folder, `app` in the workspace. */
  folder: string
  write(file: string, content: string): void
  /** Bare Terraform in the folder; rejects when it fails. */
  terraform(args: string[], env?: Record<string, string>): Promise<{ stdout: string; stderr: string }>
  dispose(): void
}

/** A workspace with one Terraform folder. `backend`: HCL, or nothing for the local one. */
export function createProject(backend: string, body: string): TerraformProject {
  const workspace = realpathSync(mkdtempSync(join(tmpdir(), 'lockstep-e2e-')))
  const folder = join(workspace, 'app')
  const write = (file: string, content: string): void => {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), content)
  }
  write('main.tf', `terraform {\n  ${backend}\n}\n\n${body}\n`)
  return {
    workspace,
    folder,
    write,
    terraform: async (args, env = {}) =>
      await promisify(execFile)('terraform', args, {
        cwd: folder,
        env: { PATH: process.env['PATH'], HOME: workspace, ...storeEnvironment, ...env },
      }),
    dispose: () => {
      rmSync(workspace, { recursive: true, force: true })
    },
  }
}

/** Without what `plan` stores for a later apply. */
export function withoutPlans(keys: readonly string[]): string[] {
  return keys.filter((key) => !/^\.lockstep\/(?:plans|keys)\//.test(key))
}

/** A `terraform_data` resource; it needs no provider from outside. */
export function resource(name: string, input: string, body = ''): string {
  return `resource "terraform_data" "${name}" {\n  input = ${input}\n  ${body}\n}\n`
}

/** The JSON of a lock as Terraform stores it. */
export function lockJson(fields: Partial<Record<string, string>> = {}): string {
  return JSON.stringify({
    ID: 'f0000000-0000-4000-8000-000000000001',
    Operation: 'OperationTypeApply',
    Info: '',
    Who: 'alice@laptop',
    Version: '1.11.4',
    Created: new Date(Date.now() - 125_000).toISOString(),
    Path: 'tfstate/app/terraform.tfstate',
    ...fields,
  })
}
