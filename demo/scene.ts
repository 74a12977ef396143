import { tmpdir } from 'node:os'
import { startEmbeddedS3, type EmbeddedS3 } from '../__tests__/support/embedded-s3.ts'
import {
  createProject,
  resource,
  s3Backend,
  storeEnvironment,
  type TerraformProject,
} from '../__tests__/support/terraform-project.ts'
import type { Actor } from './terminal.ts'

export const bucket = 'tfstate'
export const stateKey = 'shop/terraform.tfstate'
export const lockKey = `${stateKey}.tflock`

const networkKey = 'network/terraform.tfstate'
/** A plan reads the real world for seconds; one slow read stands for that. */
const networkReadMs = 2_000

/** Seconds. A wait is told on a pull request after five; the one for the apply is cancelled after that. */
const slowly = { laptop: 9, apply: 10 }

/** Three checkouts of one configuration, and the bucket with their state. */
export interface Scene {
  readonly s3: EmbeddedS3
  readonly projects: Readonly<Record<Actor, TerraformProject>>
  /** Whether the lock names the run that holds it: a run writes that into its lock soon after it has it. */
  saysWhoseLock(): boolean
}

/** Pull request 8 is merged, so that its cache is on `main`, and in the merge commit of pull request 7 too. */
export async function createScene(): Promise<Scene> {
  const s3 = await startEmbeddedS3({ buckets: [bucket], versioned: true })
  const state = { version: 4, terraform_version: '1.9.0', serial: 1, lineage: crypto.randomUUID() }
  const outputs = { subnet: { value: 'subnet-7', type: 'string' } }
  s3.put(bucket, networkKey, JSON.stringify({ ...state, outputs, resources: [] }))
  s3.fault({
    method: 'GET',
    key: networkKey,
    fault: { kind: 'delay', ms: networkReadMs },
    times: Number.POSITIVE_INFINITY,
  })

  const network = `data "terraform_remote_state" "network" {
  backend = "http"
  config  = { address = "${s3.endpoint}/${bucket}/${networkKey}" }
}\n`
  const subnet = 'data.terraform_remote_state.network.outputs.subnet'
  const main = [network, resource('database', subnet, takes(slowly.laptop)), resource('web', '"two servers"')]
  const withCache = [...main, resource('cache', subnet, takes(slowly.apply))]
  const withQueue = [...withCache, resource('queue', '"orders"')]
  const backend = s3Backend({ s3: s3.endpoint, bucket, key: stateKey })
  const checkOut = (files: string[]): TerraformProject => createProject(backend, files.join('\n'))
  return {
    s3,
    projects: {
      laptop: checkOut(main),
      'plan job': checkOut(withQueue),
      'apply job': checkOut(withCache),
    },
    saysWhoseLock() {
      const lock = s3.object(bucket, lockKey)?.body.toString() ?? '{}'
      return ((JSON.parse(lock) as { Info?: string }).Info ?? '') !== ''
    },
  }
}

/**
 * What an actor's Terraform reaches the store with. Each has an access key of its own, as in an account, so that the
 * store can tell them apart: Terraform writes user@host into its lock, and here that is the same for all.
 */
export function credentials(actor: Actor): Record<string, string> {
  return { ...storeEnvironment, AWS_ACCESS_KEY_ID: accessKey(actor), TMPDIR: tmpdir() }
}

export function accessKey(actor: Actor): string {
  return actor.replaceAll(' ', '-')
}

/** `duration`: seconds. With `exec` no process is left where Terraform ends the shell. */
function takes(duration: number): string {
  return `provisioner "local-exec" {\n    command = "exec sleep ${duration}"\n  }`
}
