/** When the credentials of a run end, and who says so. */
export interface CredentialExpiration {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly source: 'credential-expiration' | 'AWS_CREDENTIAL_EXPIRATION'
}

export interface CredentialLife {
  /** Negative after the end. */
  readonly leftMs: number
  /** What an apply needs to start. */
  readonly neededMs: number
  readonly isTooShort: boolean
}

/** With credentials that have ended, Terraform can neither save its state nor give its lock back. */
export const stopBeforeEndMs = 120_000

/** Judges whether an apply may start. Below `stopBeforeEndMs` it would be stopped at once, whatever the minimum is. */
export function credentialLife(expiresAt: number, now: number, minimumMs: number): CredentialLife {
  const leftMs = expiresAt - now
  const neededMs = Math.max(minimumMs, stopBeforeEndMs)
  return { leftMs, neededMs, isTooShort: leftMs < neededMs }
}

/**
 * When a Terraform that starts now is to be stopped; undefined for a plan with credentials that have ended: it can take
 * no lock. A plan that starts in the last 2 minutes has half of what is left.
 */
export function stopTime(expiresAt: number, now: number): number | undefined {
  const leftMs = expiresAt - now
  if (leftMs <= 0) return undefined
  return expiresAt - (leftMs < stopBeforeEndMs ? leftMs / 2 : stopBeforeEndMs)
}

const INSTANT = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)$/

/**
 * Milliseconds since 1970 of a time in ISO 8601 with its zone. configure-aws-credentials hands a Date to `setOutput`,
 * which writes it as JSON: its output `aws-expiration` stands in double quotes
 * (https://github.com/aws-actions/configure-aws-credentials/blob/v6.2.3/src/helpers.ts).
 * @throws RangeError
 */
export function parseExpiration(text: string): number {
  const bare = /^"(.*)"$/.exec(text)?.[1] ?? text
  const local = INSTANT.exec(bare)?.[1]
  const at = Date.parse(bare)
  // Date.parse takes 30 February for 2 March.
  if (local === undefined || Number.isNaN(at) || !isOfCalendar(local)) {
    throw new RangeError(
      'expected a time with its zone, such as `2026-08-22T11:12:12Z` or `2026-08-22T13:12:12+02:00`',
    )
  }
  return at
}

function isOfCalendar(local: string): boolean {
  return new Date(`${local}Z`).toISOString().startsWith(local)
}
