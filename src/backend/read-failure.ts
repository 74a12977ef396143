import { messageFromError } from '../errors.ts'
import type { LockReading } from '../lock/lock-reading.ts'
import { plainLine } from '../report/plain-text.ts'

/** The part of an AWS SDK error that tells what went wrong. */
interface ServiceError {
  readonly name?: string
  readonly $metadata?: { readonly httpStatusCode?: number }
}

export function statusOf(error: unknown): number | undefined {
  return (error as ServiceError | null | undefined)?.$metadata?.httpStatusCode
}

export function nameOf(error: unknown): string {
  const name: unknown = (error as ServiceError | null | undefined)?.name
  return typeof name === 'string' ? name : ''
}

const TRANSIENT_NAME =
  /Timeout|Throttl|SlowDown|ProvisionedThroughputExceeded|AbortError|ECONN|EPIPE|ENOTFOUND|EAI_AGAIN/

/** Whether the next try may well succeed. Denials and missing stores do not pass by themselves. */
export function isTransient(error: unknown): boolean {
  const status = statusOf(error)
  const code = (error as NodeJS.ErrnoException | undefined)?.code ?? ''
  const isBusy = status !== undefined && (status >= 500 || status === 429)
  return isBusy || TRANSIENT_NAME.test(`${nameOf(error)} ${code}`)
}

/** A read that failed is `unknown`; `what` names what was read. */
export function unknownFromError(error: unknown, what: string): LockReading {
  const status = statusOf(error)
  const denied = status === 403 ? 'access was denied' : withoutFullStop(plainLine(messageFromError(error)))
  const detail = status === 403 && nameOf(error) !== '' ? ` (${plainLine(nameOf(error))})` : ''
  return {
    kind: 'unknown',
    reason: `${what} could not be read: ${denied}${detail}`,
    transient: isTransient(error),
  }
}

/** What the SDK threw, on one line: its name too, where its message does not begin with it. */
export function describeFailure(error: unknown): string {
  const name = nameOf(error)
  const message = messageFromError(error)
  const isNamed = name === '' || name === 'Error' || message.startsWith(name)
  return withoutFullStop(plainLine(isNamed ? message : `${name}: ${message}`, 300))
}

/** It becomes a part of a sentence that has its own. */
function withoutFullStop(text: string): string {
  return text.replace(/(?<!\.)\.$/, '')
}
