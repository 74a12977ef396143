/** Values of the output `failure-reason` (CONTRACT.md) that this version can give. */
export type FailureReason =
  | 'invalid-input'
  | 'workspace-missing'
  | 'lock-contention'
  | 'lock-fault'
  | 'unlocked-backend'
  | 'no-reviewed-plan'
  | 'stale-plan'
  | 'plan-changed'
  | 'superseded'
  | 'not-approved'
  | 'untrusted-event'
  | 'credentials-expiring'
  | 'terraform-error'
  | 'state-not-saved'
  | 'cancelled'

/**
 * A failure that the user can act on. `message` says what happened and why, `advice` what to do.
 * Anything else that is thrown is a defect of ours or of the platform and passes through unchanged.
 */
export class LockstepError extends Error {
  readonly reason: FailureReason
  readonly advice: string
  /** To be pasted as they are, one a line. */
  readonly commands: readonly string[]

  constructor(
    reason: FailureReason,
    message: string,
    advice = '',
    options: ErrorOptions & { readonly commands?: readonly string[] } = {},
  ) {
    super(message, options)
    this.commands = options.commands ?? []
    this.name = 'LockstepError'
    this.reason = reason
    this.advice = advice
  }
}

/** Every problem of the inputs in one error, one sentence a problem. */
export class InvalidInputsError extends LockstepError {
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    const count = problems.length === 1 ? 'An input is' : `${String(problems.length)} inputs are`
    super('invalid-input', `${count} not valid, so nothing was started:\n- ${problems.join('\n- ')}`)
    this.name = 'InvalidInputsError'
    this.problems = problems
  }
}

/** A cause may come back to its own error. */
const maxCauses = 10

/** The message of anything that was thrown, with the messages of its causes. */
export function messageFromError(error: unknown, causes = maxCauses): string {
  if (!(error instanceof Error)) return textOf(error)
  const message = textOf(error.message === '' ? error.name : error.message)
  if (error.cause === undefined || causes === 0) return message
  return `${message} (${messageFromError(error.cause, causes - 1)})`
}

/** An object without a prototype cannot be made a text. */
function textOf(value: unknown): string {
  try {
    return String(value)
  } catch {
    return 'something that is no error was thrown'
  }
}
