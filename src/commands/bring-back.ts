import { LockstepError } from '../errors.ts'
import { judgeRestore, type RestoreVerdict } from '../restore/judge-restore.ts'
import type { DigestReading, StateHistory, StoredState } from '../restore/state-history.ts'
import { md5Of, withSerial } from '../restore/state-summary.ts'
import { writePrivateFile } from '../runner/run-directory.ts'
import type { Dependencies } from './dependencies.ts'
import { holdLock, type Hold } from './hold-lock.ts'
import type { Journey, Outcome } from './outcome.ts'
import { readHistory } from './read-history.ts'
import type { RestoreSite } from './restore.ts'

type Wanted = Extract<RestoreVerdict, { kind: 'restore' }>

/** Puts a version of the state in the place of the one that is there, under the lock. */
export async function bringBack(deps: Dependencies, journey: Journey, site: RestoreSite): Promise<Outcome> {
  if (journey.restore !== undefined) judge(deps, journey.restore.history)
  return await holdLock(
    deps,
    journey,
    site.backend,
    async (hold) => await writeVersion(deps, journey, site.history, hold),
  )
}

async function writeVersion(
  deps: Dependencies,
  journey: Journey,
  history: StateHistory,
  hold: Hold,
): Promise<Outcome> {
  const { inputs, log } = deps
  // As it is now that nobody else writes; who held the lock until then may have written.
  const [found, now, digest] = await Promise.all([
    readHistory(history, inputs.stateVersion),
    history.readNow(),
    history.readDigest(),
  ])
  const wanted = judge(deps, found)
  const { target, serial, difference } = wanted
  await requireSafeWrite(history, now)
  const source = await history.readVersion(target.versionId)
  if (source === undefined) throw new Error('That version is gone.')
  const body = withSerial(source, serial)
  const replaced = keepReplaced(deps, now)
  await writeBoth(hold, history, { body, now, digest })
  log.say(`Brought back the version ${target.versionId}, with the serial ${String(serial)}.`)
  journey.movedBy = { pullRequest: undefined }
  const serialBefore = serialOf(wanted)
  const done = { kind: 'brought-back' as const, versionId: target.versionId, serialBefore, serial }
  if (journey.restore !== undefined)
    journey.restore = { ...journey.restore, done: { ...done, difference, replaced } }
  return { kind: 'restored' }
}

function judge({ inputs }: Dependencies, history: Parameters<typeof judgeRestore>[1]): Wanted {
  const { stateVersion = '', force } = inputs
  const verdict = judgeRestore({ versionId: stateVersion, force }, history)
  if (verdict.kind === 'restore') return verdict
  throw new LockstepError('invalid-input', `Nothing was changed. ${verdict.message}`, verdict.advice)
}

function serialOf({ target }: Wanted): number {
  return target.content.kind === 'state' ? target.content.summary.serial : 0
}

/** What is there must not get lost, and nobody else's write. */
async function requireSafeWrite(history: StateHistory, now: StoredState | undefined): Promise<void> {
  const obstacle = await history.obstacleToWriting()
  if (obstacle !== undefined) {
    throw new LockstepError(
      'lock-fault',
      `Nothing was changed: ${obstacle}, so a write of somebody else could be lost.`,
      'Bring the state back with the means of this store, while nobody else can work on it.',
    )
  }
  // Written while the bucket kept no versions: the next write takes its place for good, unless it does now.
  const isSingle = now !== undefined && (now.versionId ?? 'null') === 'null'
  if (isSingle && !(await history.keepsVersions())) {
    throw new LockstepError(
      'invalid-input',
      'Nothing was changed: the bucket keeps no versions, so the state that is there would be lost.',
      'Turn on versioning for the bucket.',
    )
  }
}

/** The state that is there, in a file of mode 0600 for later steps of the job; its version in S3 is what lasts. */
function keepReplaced(
  { runDirectory, log }: Dependencies,
  now: StoredState | undefined,
): { versionId: string; file: string } | undefined {
  if (now === undefined) return undefined
  const file = runDirectory.createFile('replaced.tfstate')
  writePrivateFile(file, now.body)
  const versionId = now.versionId ?? 'null'
  log.say(
    `The state that was there stays in S3 as the version ${versionId}. A copy until the end of this job: ${file}`,
  )
  return { versionId, file }
}

interface Writes {
  readonly body: Buffer
  readonly now: StoredState | undefined
  readonly digest: DigestReading
}

async function writeBoth(hold: Hold, history: StateHistory, { body, now, digest }: Writes): Promise<void> {
  const md5 = md5Of(body)
  hold.begin({ md5, etagBefore: now?.etag, digestBefore: digest })
  const state = await history.write(body, now)
  if (state.kind === 'changed') {
    hold.settle('nothing')
    throw new LockstepError(
      'lock-contention',
      'Somebody has written the state in spite of the lock, in the moment in which it was to be brought back. Nothing was changed.',
      'Find out who works on it without the lock, and run restore again.',
    )
  }
  if (state.kind === 'failed') {
    throw new LockstepError(
      'state-not-saved',
      `Whether the state was brought back is not known: ${state.reason}.`,
      'The lock stays until the post step of this job has looked; its report says how it ended.',
    )
  }
  if (digest.kind !== 'no-table') await writeDigest(hold, history, md5, digest)
  hold.settle('all')
}

/** Of the state that is there already. */
export async function writeDigest(
  hold: Hold,
  history: StateHistory,
  md5: string,
  before: DigestReading,
): Promise<void> {
  const written = await history.writeDigest(md5, before)
  if (written.kind === 'written') return
  const why =
    written.kind === 'failed' ? written.reason : 'somebody has written another one in spite of the lock'
  if (written.kind === 'changed') hold.settle('all')
  throw new LockstepError(
    'state-not-saved',
    `The state in S3 is as it should be, but its digest in the lock table is not: ${why}.`,
    'Until it is, Terraform refuses to read the state. The post step of this job tries once more; after that, run restore with repair-digest: true.',
  )
}
