import { LockstepError, messageFromError } from '../errors.ts'
import { judgeDigest } from '../restore/judge-digest.ts'
import type { StateHistory } from '../restore/state-history.ts'
import { requireCredentialLife } from './credentials.ts'
import type { Dependencies } from './dependencies.ts'
import { bringBack } from './bring-back.ts'
import type { Journey, Outcome } from './outcome.ts'
import { prepare, requireLocking, warn, type Prepared } from './prepare.ts'
import { readHistory } from './read-history.ts'
import { repairDigest } from './repair-digest.ts'
import { requireTrust } from './require-trust.ts'

/** What restore needs of a backend that keeps the state in S3. */
export interface RestoreSite extends Prepared {
  readonly history: StateHistory
}

/** Lists the versions of the state, or brings one back under the lock, or repairs the digest of the one that is there. */
export async function restore(deps: Dependencies, journey: Journey): Promise<Outcome> {
  const { inputs } = deps
  await requireTrust(deps, 'apply')
  const prepared = await prepare(deps, journey, { stateMayBeBroken: true })
  const { history, type } = prepared.backend
  if (history === undefined) {
    throw new LockstepError(
      'invalid-input',
      `The command restore works on a state in S3, and this one is on a backend of the type "${type}", or one with options that Lockstep does not know.`,
      'Bring it back with the means of that backend, and terraform state push.',
    )
  }
  const site = { ...prepared, history }
  try {
    await Promise.all([listVersions(deps, journey, site), warnOfUnsavedState(deps, journey, site)])
    if (inputs.stateVersion === undefined && !inputs.repairDigest) {
      warnOfMismatch(deps, journey)
      return { kind: 'versions-listed' }
    }
    requireLocking(deps, journey, prepared)
    requireCredentialLife(deps)
    return inputs.repairDigest
      ? await repairDigest(deps, journey, site)
      : await bringBack(deps, journey, site)
  } catch (error) {
    if (error instanceof LockstepError) throw error
    // Whatever is written is written to its end, so it was a read that the cancel has ended.
    if (deps.cancelled.aborted) {
      return { kind: 'cancelled', message: 'The job was cancelled; nothing was changed.', counts: undefined }
    }
    // A store that refuses a read, in a sentence of ours.
    return {
      kind: 'failed',
      reason: undefined,
      message: messageFromError(error),
      advice: '',
      counts: undefined,
    }
  }
}

/** Reads what there is, and tells it; changes nothing. */
async function listVersions(deps: Dependencies, journey: Journey, site: RestoreSite): Promise<void> {
  const { inputs, cancelled, log } = deps
  const [history, digest] = await Promise.all([
    readHistory(site.history, inputs.stateVersion, cancelled),
    site.history.readDigest(cancelled),
  ])
  const report = { history, digest: judgeDigest(digest, history), done: undefined }
  journey.restore = report
  const { renderVersionLines } = await import('../report/versions-section.ts')
  log.startGroup('Versions of the state, newest first')
  for (const line of renderVersionLines(report)) log.say(line)
  log.endGroup()
}

function warnOfMismatch(deps: Dependencies, journey: Journey): void {
  const digest = journey.restore?.digest
  if (digest?.kind !== 'mismatch') return
  warn(
    deps,
    journey,
    `The state in S3 and its digest in DynamoDB do not match, so Terraform refuses to read the state. ${digest.explanation} ${capitalised(digest.advice)}`,
  )
}

/** What was never saved is newer than any version. */
async function warnOfUnsavedState(
  deps: Dependencies,
  journey: Journey,
  { backend: { unsaved } }: RestoreSite,
): Promise<void> {
  const marker = await unsaved?.readMarker(deps.cancelled)
  if (unsaved === undefined || marker?.kind !== 'marked') return
  const copies = marker.states.flatMap(({ copyKey }) =>
    copyKey === null ? [] : [unsaved.addressOf(copyKey)],
  )
  const where = copies.length === 0 ? '' : ` It is kept in ${copies.join(', ')}.`
  warn(
    deps,
    journey,
    `A state that Terraform could not save is newer than all versions here.${where} Push that one, if it is that which is missing; nothing is applied as long as ${unsaved.markerAddress} is there.`,
  )
}

function capitalised(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.:]$/.test(text) ? '' : '.'}`
}
