import { LockstepError, messageFromError } from '../errors.ts'
import { isAncestor } from '../github/commit-order.ts'
import { urlOfRun } from '../lock/annotation.ts'
import { shortCommit } from '../plan/git-id.ts'
import type { AppliedReading, ApplyLedger } from '../plan/plan-store.ts'
import { plainLine } from '../report/plain-text.ts'
import type { Dependencies } from './dependencies.ts'

/** Which commit was applied to the state last, and that ours becomes it. */
export interface NewestCommit {
  /** Throws `superseded` where a commit that came after ours was applied already. */
  require(): Promise<void>
  /** Ours was applied. Nothing here fails a run: the apply is done. */
  note(): Promise<void>
}

type Context = Pick<Dependencies, 'env' | 'git' | 'github' | 'log' | 'clock' | 'ownRun' | 'cancelled'>

/** `commit`: the one whose code is applied: on a push GITHUB_SHA, before a merge the pull request's head. */
export function createNewestCommit(
  deps: Context,
  ledger: ApplyLedger | undefined,
  commit: string,
): NewestCommit {
  const { log, clock, ownRun, cancelled } = deps
  let before: AppliedReading | undefined
  if (ledger === undefined || commit === '')
    return { require: () => Promise.resolve(), note: () => Promise.resolve() }
  return {
    async require() {
      try {
        before = await ledger.readApplied(cancelled)
      } catch (error) {
        // The serial of the state still tells that somebody has applied since.
        log.debug(`Which commit was applied last could not be read: ${messageFromError(error)}`)
        return
      }
      const { applied } = before
      if (applied === undefined || applied.commit === commit) return
      if (!(await comesBefore(deps, commit, applied.commit))) return
      const by = applied.run === null ? '' : ` by ${urlOfRun(applied.run)}`
      throw new LockstepError(
        'superseded',
        `Commit ${shortCommit(applied.commit)}, which comes after ${shortCommit(commit)}, was applied to this state already${by}: to apply the older one now would silently undo it.`,
        'There is nothing to do, unless you want to go back: revert the change with a pull request of its own.',
      )
    },
    async note() {
      if (before === undefined || cancelled.aborted) return
      const applied = { commit, run: ownRun ?? null, at: new Date(clock.now()).toISOString() }
      try {
        const isNoted = await ledger.writeApplied(applied, before)
        if (!isNoted) log.debug('Another run has noted its commit as applied in the meantime.')
      } catch (error) {
        log.debug(`The commit could not be noted as applied: ${plainLine(messageFromError(error), 300)}`)
      }
    },
  }
}

/** False where it could not be found out: what the older code would change shows in the plan, which has to be equal. */
async function comesBefore(
  { git, github, env, log }: Context,
  ancestor: string,
  descendant: string,
): Promise<boolean> {
  if (await git.showsAncestor(ancestor, descendant)) return true
  if (github === undefined) return false
  try {
    return await isAncestor(await github(), env['GITHUB_REPOSITORY'] ?? '', ancestor, descendant)
  } catch (error) {
    log.debug(`Which of two commits is the older one could not be asked: ${messageFromError(error)}`)
    return false
  }
}
