import { LockstepError } from '../errors.ts'
import { judgeDigest } from '../restore/judge-digest.ts'
import { md5Of } from '../restore/state-summary.ts'
import { writeDigest } from './bring-back.ts'
import type { Dependencies } from './dependencies.ts'
import { holdLock } from './hold-lock.ts'
import type { Journey, Outcome } from './outcome.ts'
import { readHistory } from './read-history.ts'
import type { RestoreSite } from './restore.ts'

/** Writes the digest of the state that is there, under the lock. */
export async function repairDigest(
  deps: Dependencies,
  journey: Journey,
  { history, backend }: RestoreSite,
): Promise<Outcome> {
  const { log } = deps
  const { restore } = journey
  if (restore?.digest.kind !== 'mismatch') {
    log.say(
      restore?.digest.kind === 'no-table'
        ? 'This backend has no dynamodb_table, so its state has no digest: there is nothing to repair.'
        : 'The state and its digest match: there is nothing to repair.',
    )
    return { kind: 'versions-listed' }
  }
  return await holdLock(deps, journey, backend, async (hold) => {
    const [found, now, digest] = await Promise.all([
      readHistory(history, undefined),
      history.readNow(),
      history.readDigest(),
    ])
    const standing = judgeDigest(digest, found)
    if (standing.kind !== 'mismatch') return { kind: 'versions-listed' }
    if (now === undefined || !standing.isRepairable) {
      throw new LockstepError(
        'invalid-input',
        'Nothing was changed: there is no whole state whose digest could be written.',
        standing.advice,
      )
    }
    const md5 = md5Of(now.body)
    hold.begin({ md5, etagBefore: now.etag, digestBefore: digest })
    await writeDigest(hold, history, md5, digest)
    hold.settle('all')
    log.say(`Wrote the digest ${md5} of the state that is there.`)
    journey.restore = { ...restore, done: { kind: 'digest-written', md5 } }
    return { kind: 'restored' }
  })
}
