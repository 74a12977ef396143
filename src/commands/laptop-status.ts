import { dataDirectory, readBackendFile, readSelectedWorkspace } from '../backend/backend-file.ts'
import type { Backend } from '../backend/backend.ts'
import { backendFromAddress, resolveBackend } from '../backend/resolve.ts'
import type { Clock } from '../clock.ts'
import { LockstepError } from '../errors.ts'
import { needsAttention } from '../lock/annotation.ts'
import { describeHolder, type LockHolder } from '../lock/lock-holder.ts'
import type { LockReading } from '../lock/lock-reading.ts'
import type { S3StateAddress } from '../lock/state-address.ts'
import { describeFree } from '../report/free-text.ts'
import { plainLine } from '../report/plain-text.ts'
import { isThere } from '../runner/files.ts'
import type { HolderWatch } from './holder-watch.ts'

/** What is looked at: a folder that `terraform init` has seen, or a state by its address. */
export interface LaptopTarget {
  /** Absolute. */
  readonly folder: string
  readonly stateAddress: S3StateAddress | undefined
  /** undefined: TF_WORKSPACE, or what the folder has selected. */
  readonly workspace: string | undefined
}

export interface LaptopDependencies {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly clock: Clock
  readonly holders: HolderWatch
}

/** `held` as `--json` prints it: null where it is not known. */
export interface LaptopStatus {
  readonly stateAddress: string
  readonly held: boolean | null
  readonly holder: LockHolder | null
  /** Why it is not known; empty where it is. */
  readonly reason: string
}

/** Reads the lock as the action's `status` does. It starts no Terraform, and changes nothing. */
export async function readLaptopStatus(
  deps: LaptopDependencies,
  target: LaptopTarget,
): Promise<LaptopStatus> {
  const { address: stateAddress, lock } = findBackend(deps, target)
  const reading: LockReading = await lock.read()
  switch (reading.kind) {
    case 'free':
      return { stateAddress, held: false, holder: null, reason: '' }
    case 'held':
      return { stateAddress, held: true, holder: await deps.holders.look(reading.holder, 'now'), reason: '' }
    case 'unknown':
      return { stateAddress, held: null, holder: null, reason: reading.reason }
  }
}

function findBackend({ env, clock }: LaptopDependencies, target: LaptopTarget): Backend {
  const { folder, stateAddress, workspace } = target
  const context = { env, clock, workspaceRoot: folder }
  if (stateAddress !== undefined) return backendFromAddress(stateAddress, context)
  const directory = dataDirectory(folder, env)
  if (!isThere(directory)) {
    throw new LockstepError(
      'terraform-error',
      `${folder} is no initialised Terraform folder: it has no ${directory}.`,
      'Run terraform init there, or give the address of a state with --state-address s3://BUCKET/KEY.',
    )
  }
  const selected = workspace ?? (env['TF_WORKSPACE'] || readSelectedWorkspace(directory))
  return resolveBackend(readBackendFile(directory), selected, { ...context, workingDirectory: folder })
}

/** The same for people, a sentence a line. Every text of the lock is somebody else's. */
export function renderLaptopStatus(status: LaptopStatus, target: LaptopTarget): string[] {
  const { stateAddress, held, holder, reason } = status
  const state = `State: ${plainLine(stateAddress, 500)}`
  if (held === null) return [state, `Whether the state is locked is not known: ${plainLine(reason, 2_000)}.`]
  if (holder === null) return [state, describeFree(target)]
  return [state, `The state is locked by ${plainLine(describeHolder(holder), 2_000)}.`, adviceOf(holder)]
}

function adviceOf({ run, verdict, info }: LockHolder): string {
  if (run === null) return 'What to do: ask who that is. Wait until the lock is free.'
  const page = plainLine(run.url, 500)
  if (needsAttention(info))
    return `What to do: that run could not save its state, and its lock protects what is missing. Its summary says how to bring it in order: ${page}`
  switch (verdict) {
    case 'alive':
      return `What to do: wait until that run has ended: ${page}`
    case 'finished':
      return `What to do: look at that run, whose lock was left behind. Its summary says whether its state was saved: ${page}`
    case 'unknown':
      return `What to do: look at that run: ${page}. With GH_TOKEN set, this command tells whether it is still at work.`
  }
}
