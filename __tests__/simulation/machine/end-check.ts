import type { Job } from './job.ts'
import {
  hasClaim,
  hasDigestMismatch,
  unsavedOf,
  type Ledger,
  type TrueLock,
  type TrueState,
} from './ledger.ts'
import { logOf, summaryOf } from './log.ts'
import { hasLockFile, hasTable, lockKeyOf, lockPathOf } from './state.ts'
import { theWorld } from './world.ts'

/** What holds once everything is over. */
export function checkEnd(ledger: Ledger, jobs: readonly Job[]): void {
  for (const truth of ledger.states) {
    checkLeftLocks(ledger, truth)
    if (truth.taint !== undefined) continue
    checkUnsaved(ledger, truth)
    checkDigest(ledger, truth)
  }
  for (const job of jobs) checkJob(ledger, job)
  checkComments(ledger)
  checkIssues(ledger)
}

/** One comment for each state, where no answer was lost and nobody was stopped while writing it. */
function checkComments(ledger: Ledger): void {
  const { github, jobs } = theWorld()
  for (const { comments, hasLostAnswers, drawn } of github?.pullRequests ?? []) {
    const isDisturbed = jobs.some(
      ({ pullRequest, interruptions }) => pullRequest === drawn.number && interruptions.length > 0,
    )
    if (!hasLostAnswers && !isDisturbed && comments.length > 1)
      ledger.violated('comment-doubled', `#${drawn.number} has ${comments.length} comments of one state`)
  }
}

/** One open issue for each state. */
function checkIssues(ledger: Ledger): void {
  const { github, jobs, states } = theWorld()
  const isDisturbed = jobs.some(
    ({ command, githubFaults, interruptions }) =>
      command === 'drift' && githubFaults + interruptions.length > 0,
  )
  if (github === undefined || isDisturbed) return
  for (const { index } of states) {
    const open = github.issues.filter(({ state, by }) => state === 'open' && by.state.index === index)
    if (open.length > 1) ledger.violated('issue-doubled', `${open.length} issues of one state`)
  }
}

/** Comments and issues are news: that they can't be written fails nothing. */
function checkFailure(ledger: Ledger, job: Job): void {
  const { main, cancelledAt, isMainTold, succeeded } = job
  if (main === undefined || !isMainTold || cancelledAt !== undefined || succeeded) return
  const result = /output result=(changes|no-changes|applied|drift|no-drift|unlocked)\n/.exec(logOf(main))?.[1]
  if (result !== undefined) ledger.violated('false-failure', `${job.name} fails although it says ${result}`)
}

function checkLeftLocks(ledger: Ledger, truth: TrueState): void {
  for (const lock of locksLeft(ledger, truth)) {
    const { job, id } = lock
    if (job === undefined || !isSettled(job)) continue
    if (isSaidToBeRemoved(job, id) && !lock.isLate)
      ledger.violated('false-removal', `${job.name} says that it has removed ${id}`)
    const isUnsaved = unsavedOf(truth).some(([, owner]) => owner === job)
    const isTold = reportOf(job).includes(id)
    // Without a name for its lock, OpenTofu's is known only once it has changed something.
    const isNamed = job.engine === 'terraform' || lock.hasWorked
    if (!isTold && isNamed && job.faults === 0)
      ledger.violated('left-lock-untold', `${id} of ${job.name} is left, and its job does not say so`)
    const isSafe = !theWorld().bucket.ignoresDeleteConditions
    if (isTold && isSafe && !isUnsaved && !lock.hasWorked && job.faults === 0 && job.hinderedMs === 0)
      ledger.violated('lock-left-in-vain', `${id} of ${job.name} is left, and protects nothing`)
  }
}

function isSaidToBeRemoved(job: Job, id: string): boolean {
  return (
    reportOf(job).includes(`output lock-recovered=${id}`) || reportOf(job).includes(`left behind: lock ${id}`)
  )
}

function locksLeft({ locks }: Ledger, { state }: TrueState): TrueLock[] {
  const { bucket, table } = theWorld()
  const texts = [
    hasLockFile(state) ? bucket.peek(lockKeyOf(state))?.body.toString('utf8') : undefined,
    hasTable(state) ? table.peek(lockPathOf(state))?.['Info'] : undefined,
  ]
  const ids = texts.map((json) => (json === undefined ? '' : (JSON.parse(json) as { ID: string }).ID))
  return [...new Set(ids)].map((id) => locks.get(id)).filter((lock) => lock !== undefined)
}

/** What was made and never saved is told by the job that has made it, and nobody applies until it is in order. */
function checkUnsaved(ledger: Ledger, truth: TrueState): void {
  for (const [name, job] of unsavedOf(truth)) {
    if (job === undefined || !isSettled(job)) continue
    if (!reportOf(job).includes('::error')) ledger.violated('unsaved-untold', `${name} of ${job.name}`)
    const isLocked = locksLeft(ledger, truth).some((lock) => lock.job === job)
    const isProtected = isLocked || truth.markedAt !== undefined
    if (!isProtected && job.faults === 0) ledger.violated('unsaved-unprotected', `${name} of ${job.name}`)
  }
}

function checkDigest(ledger: Ledger, truth: TrueState): void {
  if (truth.lastWriter !== 'lockstep' || !hasDigestMismatch(truth.state)) return
  if (locksLeft(ledger, truth).length > 0) return
  ledger.violated('digest-apart', `${truth.state.key} was restored, and nobody can read it`)
}

function checkJob(ledger: Ledger, job: Job): void {
  const { main } = job
  if (main === undefined) return
  if (main.isRunning) {
    ledger.violated('never-ends', `${job.name} is still at work`)
    return
  }
  const ownLocks = [...ledger.locks.values()].filter((lock) => lock.job === job && lock.kind === 'terraform')
  const hasWorked = ownLocks.some((lock) => lock.hasWorked)
  const isAppliedSaid = logOf(main).includes('output result=applied')
  if (isAppliedSaid && ownLocks.at(-1)?.process.end?.exitCode !== 0)
    ledger.violated('false-success', `${job.name} says that it has applied`)
  checkWait(ledger, job)
  checkFailure(ledger, job)
  if (!job.isReviewed || job.command !== 'apply' || !isSettled(job) || hasWorked || job.faults > 0) return
  const hadLock = ownLocks.some(({ phase }) => phase !== 'tries')
  const mustBeFree =
    !hadLock || (job.isMainTold && !job.succeeded && ownLocks.every(({ phase }) => phase === 'gives-back'))
  const isSafe = !theWorld().bucket.ignoresDeleteConditions
  if (mustBeFree && isSafe && hasClaim(job)) ledger.violated('claim-kept', `${job.name} has applied nothing`)
}

/** Everybody that waits ends: with the lock, or when the time is over. */
function checkWait(ledger: Ledger, job: Job): void {
  const { main, mainEndedAt } = job
  if (main === undefined || mainEndedAt === undefined) return
  const workMs = [...ledger.locks.values()]
    .filter((lock) => lock.job === job)
    .reduce((sum, { process, endedAt }) => sum + ((endedAt ?? mainEndedAt) - process.startedAt), 0)
  const tookMs = mainEndedAt - job.startedAt - workMs - job.hinderedMs
  const githubMs = job.hasToken ? longestGitHubMs + job.requiredApprovals * 15_000 : 0
  const limitMs =
    job.lockTimeoutSeconds * 1000 * (job.isReviewed ? 3 : 1) + graceMs + job.faults * 15_000 + githubMs
  if (tookMs > limitMs) ledger.violated('waits-too-long', `${job.name} took ${Math.round(tookMs / 1000)} s`)
}

const graceMs = 60_000

/**
 * A minute for the pull request of a push, with seven requests of 15 s each; then the holder's run, the comment, the
 * other pull requests and the order of two commits.
 */
const longestGitHubMs = 60_000 + 7 * 15_000 + 5_000 + 10_000 + 15_000 + 15_000

/** Its post step has run to its end. */
function isSettled({ fate, post }: Job): boolean {
  return post?.isRunning === false && post.end?.exitCode === 0 && (fate === 'over' || fate === 'running')
}

/** All that its steps have told. */
function reportOf({ main, post }: Job): string {
  return [main, post]
    .map((process) => (process === undefined ? '' : `${logOf(process)}${summaryOf(process)}`))
    .join('')
}
