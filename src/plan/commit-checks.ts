/** One run of a check on a commit, or a commit status. */
export interface CommitCheck {
  readonly name: string
  /** Tells apart what bears the same name: app, workflow and its event. Empty for a commit status. */
  readonly source: string
  /** GitHub's `CheckConclusionState`, `StatusState`, or `CheckStatusState` of what is not over. */
  readonly state: string
  /** Milliseconds since 1970; undefined while it waits to start. */
  readonly startedAt: number | undefined
  /** The workflow run that it is of. */
  readonly runId: number | undefined
}

/** `reason`: why the checks are not known, in a whole sentence. */
export type CheckReading =
  | { readonly kind: 'read'; readonly checks: readonly CommitCheck[] }
  | { readonly kind: 'unreadable'; readonly reason: string }

const failed = ['FAILURE', 'ERROR', 'TIMED_OUT', 'STARTUP_FAILURE', 'ACTION_REQUIRED']
const passed = ['SUCCESS', 'NEUTRAL', 'SKIPPED']

/**
 * The names of the checks that fail, each once, without those of our own run. GitHub lists every run of a check, in no
 * order, also those that a later one has replaced; our own has replaced the run that failed before it. What is
 * cancelled has no opinion, as what is still at work, so it neither fails nor replaces a failure: a workflow that
 * cancels its runs when a pull request is closed would else refuse each apply that starts a moment later. That a check
 * has passed is for the rules of the branch to require.
 */
export function failingChecks(checks: readonly CommitCheck[], ownRunId: number | undefined): string[] {
  const isOwn = ({ runId }: CommitCheck): boolean => runId !== undefined && runId === ownRunId
  const told = checks.filter((check) => isFailing(check) || passed.includes(check.state) || isOwn(check))
  const names = latestOfEach(told)
    .filter((check) => isFailing(check) && !isOwn(check))
    .map(({ name }) => name)
  return [...new Set(names)].sort()
}

function latestOfEach(checks: readonly CommitCheck[]): readonly CommitCheck[] {
  const latest = new Map<string, CommitCheck>()
  for (const check of checks) {
    const key = JSON.stringify([check.source, check.name])
    const other = latest.get(key)
    if (other === undefined || replaces(check, other)) latest.set(key, check)
  }
  return [...latest.values()]
}

/** Of two that have started at once the one that fails counts. */
function replaces(check: CommitCheck, other: CommitCheck): boolean {
  const { startedAt: start = Infinity } = check
  const { startedAt: otherStart = Infinity } = other
  return start === otherStart ? isFailing(check) : start > otherStart
}

function isFailing({ state }: CommitCheck): boolean {
  return failed.includes(state)
}
