import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { putTerraformOnPath } from '../scripts/provide-terraform.ts'
import { messageFromError } from '../src/errors.ts'
import { findExecutable } from '../src/terraform/executable.ts'

/** What stands in the way, in one sentence. */
export class Obstacle extends Error {}

export interface FoundTerraform {
  readonly path: string
  /** Like `Terraform v1.11.4`. */
  readonly version: string
}

/** The executable that the action will find too, fetched where there is none. `home`: an empty folder. */
export async function findTerraform(home: string): Promise<FoundTerraform> {
  await putTerraformOnPath().catch((error: unknown) => {
    throw new Obstacle(messageFromError(error))
  })
  const PATH = process.env['PATH'] ?? ''
  const { path } = findExecutable(undefined, { PATH }, process.cwd())
  const env = { PATH, HOME: home, CHECKPOINT_DISABLE: '1' }
  const text = await promisify(execFile)(path, ['version'], { env }).then(
    ({ stdout }) => stdout,
    () => '',
  )
  const [version, major, minor] = /^\w+ v(\d+)\.(\d+)\.\S+/.exec(text) ?? []
  // Both learnt to keep their lock in the bucket itself, without a DynamoDB table, in 1.10.
  if (version === undefined || Number(major) < 1 || (major === '1' && Number(minor) < 10)) {
    throw new Obstacle(
      `The demo needs Terraform 1.10 or OpenTofu 1.10, or a newer one, and ${path} ${version === undefined ? 'did not tell its version' : `is ${version}`}: get one from https://developer.hashicorp.com/terraform/install or https://opentofu.org/docs/intro/install/.`,
    )
  }
  return { path, version }
}
