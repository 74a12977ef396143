import type { Backend } from '../backend/backend.ts'
import { renderAnnotation } from '../lock/annotation.ts'
import type { EngineVersion } from '../lock/engine-version.ts'
import type { Dependencies } from './dependencies.ts'

/** Writes our run into the lock while Terraform holds it (lock rule 4). Whatever fails is a debug line. */
export interface LockAnnotation {
  /** Terraform says that it holds this lock. */
  readonly locked: (lockId: string) => void
  /**
   * Terraform has ended, and gave back the locks `unlocked`. Resolves when nothing more is sent; a lock that may still be
   * there then has the version that it keeps, unless the store answers slower than in 2 s.
   */
  ended(unlocked: readonly string[]): Promise<void>
}

/** The plan of a small state holds its lock for less, and shall cost no request. */
const annotateAfterMs = 300
const settleMs = 2_000

/** undefined where nothing is to be written. `engine`: as the stream of this run has told by now. */
export function createLockAnnotation(
  { inputs, ownRun, clock, log }: Pick<Dependencies, 'inputs' | 'ownRun' | 'clock' | 'log'>,
  backend: Backend,
  engine: () => EngineVersion['engine'] | undefined,
): LockAnnotation | undefined {
  if (!inputs.annotateLock || ownRun === undefined) return undefined
  const info = renderAnnotation(ownRun)
  const ended = new AbortController()
  const given = new AbortController()
  let annotating: { readonly lockId: string; readonly done: Promise<void> } | undefined

  const annotate = async (lockId: string): Promise<void> => {
    await clock.sleep(annotateAfterMs, ended.signal)
    if (ended.signal.aborted) return
    const obstacle = obstacleToAnnotation(backend, engine())
    if (obstacle !== undefined) {
      log.debug(`The state lock is not annotated: ${obstacle}.`)
      return
    }
    const end = await backend.lock.annotate(lockId, info, given.signal)
    if (end.kind === 'annotated') log.debug(`The state lock ${lockId} names this run now (${end.evidence}).`)
    if (end.kind === 'gone') log.debug('The state lock was given back before it was annotated.')
    if (end.kind === 'refused') log.debug(`The state lock is not annotated: ${end.reason}.`)
  }

  return {
    locked(lockId) {
      annotating = { lockId, done: annotate(lockId) }
    },
    async ended(unlocked) {
      ended.abort()
      if (annotating === undefined) return
      // What is sent for a lock that was given back meets its condition no more. One that is left behind may soon be
      // removed, as the version that is read: so its last write is waited for.
      if (!unlocked.includes(annotating.lockId)) {
        const settled = new AbortController()
        void annotating.done.then(() => {
          settled.abort()
        })
        await clock.sleep(settleMs, settled.signal)
      }
      given.abort()
      await annotating.done
    },
  }
}

/** OpenTofu gives a DynamoDB lock back on the condition that its `Info` is what it wrote. */
export function obstacleToAnnotation(
  { mechanism }: Backend,
  engine: EngineVersion['engine'] | undefined,
): string | undefined {
  if (mechanism === 's3' || engine === 'terraform') return undefined
  return `with ${engine ?? 'an unknown program'} on DynamoDB it could not be given back any more`
}
