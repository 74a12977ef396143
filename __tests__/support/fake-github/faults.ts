export type Fault =
  /** Answers this instead. An object is sent as JSON, a string as the HTML that GitHub's proxies answer. */
  | { kind: 'status'; status: number; body?: unknown; headers?: Record<string, string> }
  /** Waits, then does the operation. */
  | { kind: 'delay'; ms: number }
  /** Resets the connection, and nothing is done. */
  | { kind: 'drop' }
  /** Does the operation, then resets the connection: the client can't know. */
  | { kind: 'drop-after' }
  /** Neither answers nor closes until the fake is closed. */
  | { kind: 'hang' }
  /** Calls back, then does the operation: the world changes between sending and arriving. */
  | { kind: 'run'; before: () => void | Promise<void> }

/** A request takes the first rule that matches it and is neither skipping nor used up. */
export interface FaultRule {
  method: string
  /** Found in the path as sent, which on Enterprise Server begins with /api/v3. */
  path: RegExp
  fault: Fault
  /** How many requests it befalls; 1 unless given, and may be Infinity. */
  times?: number
  /** How many matching requests pass first, counting those that another rule befalls. */
  skip?: number
}

export interface RuleState {
  rule: FaultRule
  toSkip: number
  remaining: number
}

export function newRuleState(rule: FaultRule): RuleState {
  return { rule, toSkip: rule.skip ?? 0, remaining: rule.times ?? 1 }
}

/** The fault that befalls this request; spends one of its `times`. */
export function takeFault(
  rules: readonly RuleState[],
  { method, path }: { method: string; path: string },
): Fault | undefined {
  let taken: Fault | undefined
  for (const state of rules) {
    if (state.rule.method !== method || path.search(state.rule.path) === -1) continue
    if (state.toSkip > 0) state.toSkip -= 1
    else if (taken === undefined && state.remaining > 0) {
      state.remaining -= 1
      taken = state.rule.fault
    }
  }
  return taken
}

/** What GitHub answers to one who writes too fast, with the wait in `retry-after`. */
export function secondaryRateLimit(retryAfterSeconds: number, status: 403 | 429 = 403): Fault {
  return {
    kind: 'status',
    status,
    headers: { 'retry-after': String(retryAfterSeconds) },
    body: {
      documentation_url:
        'https://docs.github.com/free-pro-team@latest/rest/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits',
      message: 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
    },
  }
}
