import type { Clock } from '../clock.ts'
import { messageFromError } from '../errors.ts'
import { describeHolder, holderFromInfo } from '../lock/lock-holder.ts'
import { classifyRefusal, refusalFromDiagnostics } from '../lock/lock-failure.ts'
import { parseLockInfoBlock } from '../lock/lock-info.ts'
import { parseStateFile, type StateFile } from '../plan/state-file.ts'
import { plainLine } from '../report/plain-text.ts'
import { pullStateArguments, pushStateArguments } from './arguments.ts'
import { parseHumanErrors } from './human-errors.ts'
import type { ShortRun, Terraform } from './terraform.ts'

export type Pull =
  /** `state` undefined: there is none yet. `text`: as Terraform printed it. */
  { readonly kind: 'pulled'; readonly state: StateFile | undefined; readonly text: string } | StoreFailure

export type Push =
  /** `lockLeft`: Terraform could not give back the lock that it took for the push. */
  { readonly kind: 'pushed'; readonly lockLeft: string | undefined } | StoreFailure

/** `isDenied`: the store refuses these credentials, which time does not change. */
export interface StoreFailure {
  readonly kind: 'failed'
  readonly reason: string
  readonly isDenied?: boolean
}

export interface StoredState {
  /** Takes no lock. */
  pull(): Promise<Pull>
  /** Where an earlier push is still at work, that one is waited for, and none is started. */
  push(file: string, options: { readonly ownLock: boolean }): Promise<Push>
}

/** Longer than Terraform's own five tries against a store that refuses the connection, which take 20 s. */
const longestMs = 30_000
const tooLong = `did not end within ${String(longestMs / 1000)} s`

/**
 * The state as Terraform's own commands read and write it: on every backend, decrypted, with its workspace and the
 * digest in DynamoDB. Each command is waited for 30 s and not ended then, since a push that is killed leaves its lock
 * behind. Nothing here rejects.
 */
export function createStoredState(
  terraform: Pick<Terraform, 'run' | 'runPush'>,
  workspaceVariable: string | undefined,
  clock: Clock,
): StoredState {
  type End = ShortRun | { readonly reason: string }
  const told = (error: unknown): End => ({ reason: plainLine(messageFromError(error), 300) })
  let pushing: Promise<End> | undefined
  /** undefined: it goes on. */
  const waitFor = async (running: Promise<End>): Promise<End | undefined> => {
    const ended = new AbortController()
    try {
      return await Promise.race([running, clock.sleep(longestMs, ended.signal).then(() => undefined)])
    } finally {
      ended.abort()
    }
  }
  const failure = (stderr: string): StoreFailure => ({
    kind: 'failed',
    reason: describeStateError(stderr, clock.now()),
    isDenied: isDenial(stderr),
  })
  return {
    async pull() {
      const end = await waitFor(terraform.run(pullStateArguments, workspaceVariable).catch(told))
      if (end === undefined) return { kind: 'failed', reason: `terraform state pull ${tooLong}` }
      if ('reason' in end) return { kind: 'failed', reason: end.reason }
      if (end.exitCode !== 0) return failure(end.stderr)
      // Terraform 1.11 prints an empty state without a lineage where there is none; others print nothing.
      const text = end.stdout
      if (text.trim() === '') return { kind: 'pulled', state: undefined, text }
      const state = parseStateFile(text)
      if (state === undefined) return { kind: 'failed', reason: 'terraform state pull printed no state' }
      return { kind: 'pulled', state: state.lineage === '' ? undefined : state, text }
    },
    async push(file, options) {
      pushing ??= terraform.runPush(pushStateArguments(file, options), workspaceVariable).catch(told)
      const end = await waitFor(pushing)
      if (end === undefined) return { kind: 'failed', reason: `terraform state push ${tooLong}, and goes on` }
      pushing = undefined
      if ('reason' in end) return { kind: 'failed', reason: end.reason }
      if (end.exitCode !== 0) return failure(end.stderr)
      // A lock that could not be given back is an error with exit code 0 here.
      return { kind: 'pushed', lockLeft: parseLockInfoBlock(end.stderr)?.id }
    },
  }
}

const DENIED = /\bStatusCode: 403\b|\bExpiredToken\b|: HeadObject, https response error StatusCode: 400\b/

// The answer to a HEAD has no body, so for credentials that have ended it is a bare 400. Who is refused a lock that is
// held (412) may be denied to read it, and it may be given back.
function isDenial(stderr: string): boolean {
  const said = stderr.replace(/\s+/g, ' ')
  return DENIED.test(said) && !/\bStatusCode: 412\b/.test(said)
}

/** Why `state push` or `state pull` failed, in a line: most of their errors are text without the word "Error". */
export function describeStateError(stderr: string, now: number): string {
  const refusal = refusalFromDiagnostics(parseHumanErrors(stderr))
  const said = plainLine(stderr.trim().replace(/^Error: /, ''), 300)
  if (refusal === undefined) return said === '' ? 'Terraform did not say why' : said
  const failure = classifyRefusal(refusal, [], { kind: 'unknown', reason: '', transient: false })
  switch (failure.kind) {
    case 'fault':
      return `the state lock could not be taken: ${failure.reason}`
    case 'vanished':
      return 'somebody held the state lock for a moment'
    case 'contention':
    case 'own':
      return `the state is locked by ${describeHolder(holderFromInfo(failure.info, now))}`
  }
}
