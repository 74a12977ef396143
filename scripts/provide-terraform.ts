import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { unzipSync } from 'fflate'
import { findExecutable } from '../src/terraform/executable.ts'

/** A release of Terraform, as `terraform-release.json` pins it. */
export interface TerraformRelease {
  readonly version: string
  /** Of the archives, in hex, by platform: `linux_amd64`. */
  readonly sha256: Readonly<Record<string, string>>
}

export interface ProvideOptions {
  readonly release: TerraformRelease
  /** As Terraform names it: `linux_amd64`. */
  readonly platform: string
  /** Where archives are unpacked and kept. */
  readonly cache: string
  readonly env: Readonly<Record<string, string | undefined>>
}

const root = join(import.meta.dirname, '..')
const patienceMs = 10 * 60_000
const architectures: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386' }

export const pinnedRelease = JSON.parse(
  readFileSync(join(import.meta.dirname, 'terraform-release.json'), 'utf8'),
) as TerraformRelease

/**
 * Puts a Terraform on this process's PATH where there is neither Terraform nor OpenTofu. Throws an Error that says what
 * to do where none can be got.
 */
export async function putTerraformOnPath(): Promise<void> {
  const folder = await provideTerraform({
    release: pinnedRelease,
    platform: `${process.platform}_${architectures[process.arch] ?? process.arch}`,
    cache: process.env['LOCKSTEP_TERRAFORM_CACHE'] ?? join(root, 'node_modules', '.cache', 'terraform'),
    env: process.env,
  })
  if (folder !== undefined) process.env['PATH'] = `${folder}${delimiter}${process.env['PATH'] ?? ''}`
}

function isOnPath(env: ProvideOptions['env']): boolean {
  try {
    findExecutable(undefined, env, root)
    return true
  } catch {
    return false
  }
}

/** The folder of a Terraform that was fetched, checked and kept; undefined where PATH has one. */
export async function provideTerraform(options: ProvideOptions): Promise<string | undefined> {
  const { release, platform, cache, env } = options
  if (isOnPath(env)) return undefined
  const folder = join(cache, `${release.version}_${platform}`)
  const executable = join(folder, 'terraform')
  if (existsSync(executable)) return folder
  const binary = await fetchBinary(options)
  mkdirSync(folder, { recursive: true })
  // Whole or not at all, also where two processes do this at once.
  const partial = `${executable}.${String(process.pid)}`
  writeFileSync(partial, binary, { mode: 0o755 })
  renameSync(partial, executable)
  return folder
}

async function fetchBinary({ release, platform, env }: ProvideOptions): Promise<Uint8Array> {
  const { version, sha256 } = release
  const expected = sha256[platform]
  if (expected === undefined)
    throw new Error(`${missing}, and no archive for ${platform} is pinned. ${advice}`)
  const given = env['LOCKSTEP_TERRAFORM_RELEASES'] ?? ''
  const folder =
    given === '' ? `https://releases.hashicorp.com/terraform/${version}` : given.replace(/\/+$/, '')
  const address = `${folder}/terraform_${version}_${platform}.zip`
  console.error(`${missing}: fetching ${address}`)
  const archive = await fetch(address, { signal: AbortSignal.timeout(patienceMs) })
    .then(async (answer) => {
      if (!answer.ok) throw new Error(`status ${String(answer.status)}`)
      return Buffer.from(await answer.arrayBuffer())
    })
    .catch((error: unknown) => {
      throw new Error(`${address} could not be fetched: ${causeOf(error)}. ${advice}`, { cause: error })
    })
  const found = createHash('sha256').update(archive).digest('hex')
  if (found !== expected)
    throw new Error(
      `${address} is not the release that is pinned: its SHA-256 is ${found}, not ${expected}. Nothing of it was kept. ${advice}`,
    )
  const { terraform } = unzipSync(archive, { filter: ({ name }) => name === 'terraform' })
  if (terraform === undefined) throw new Error(`${address} holds no terraform. ${advice}`)
  return terraform
}

const missing = 'Neither terraform nor tofu is on PATH'
const advice =
  'Put Terraform 1.10 or OpenTofu 1.10, or a newer one, on PATH, or give a folder with its release archives in LOCKSTEP_TERRAFORM_RELEASES.'

/** `fetch` says only "fetch failed", and why in its cause. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? error.cause.message : error.message
}
