export type Fault =
  /** Answers this instead; `store: true` does the operation first (a 500 after storing). */
  | { kind: 'status'; status: number; code: string; store?: boolean }
  /** Closes the socket, with or without doing the operation. */
  | { kind: 'drop'; store: boolean }
  /** Waits, then does the operation; with `store-first` it does the operation, waits, then answers. */
  | { kind: 'delay'; ms: number; then?: 'store-first' }
  /** Does the operation as if If-Match and If-None-Match had not been sent. */
  | { kind: 'ignore-conditions' }
  /** Calls back, then does the operation: the world changes between sending and arriving. */
  | { kind: 'run'; before: () => void | Promise<void> }
  /** Does the operation, calls back, then answers: the world changes before the client knows. */
  | { kind: 'run-after'; after: () => void | Promise<void> }

/** A request takes the first rule that matches it and is neither skipping nor used up. */
export interface FaultRule {
  method: string
  /** The decoded key, whole, or a pattern found in it; requests about the bucket have the empty key. */
  key: string | RegExp
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
  { method, key }: { method: string; key: string },
): Fault | undefined {
  let taken: Fault | undefined
  for (const state of rules) {
    const { rule } = state
    const keyMatches = typeof rule.key === 'string' ? rule.key === key : key.search(rule.key) !== -1
    if (rule.method !== method || !keyMatches) continue
    if (state.toSkip > 0) state.toSkip -= 1
    else if (taken === undefined && state.remaining > 0) {
      state.remaining -= 1
      taken = rule.fault
    }
  }
  return taken
}
