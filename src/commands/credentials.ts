import { LockstepError } from '../errors.ts'
import { describeHolder, type LockHolder } from '../lock/lock-holder.ts'
import type { ChangeCounts } from '../plan/changes.ts'
import { renderClock } from '../report/instant.ts'
import {
  credentialLife,
  stopTime,
  type CredentialExpiration,
  type CredentialLife,
} from '../retry/credential-life.ts'
import type { Deadline } from '../retry/deadline.ts'
import { renderDuration } from '../retry/duration.ts'
import type { LockedRun } from '../terraform/terraform.ts'
import type { Dependencies } from './dependencies.ts'
import type { Journey, Outcome } from './outcome.ts'
import { warn } from './prepare.ts'

type Context = Pick<Dependencies, 'inputs' | 'clock'>

/** A machine that was suspended tells by its wall clock alone that the time has come. */
const lookAgainMs = 60_000

/** Refuses to start an apply that has too little time before its credentials end. */
export function requireCredentialLife(deps: Context): void {
  const life = lifeOf(deps)
  if (life?.isTooShort === true) throw tooShort(deps, life)
}

/** How long to wait for the lock: an apply only until it could not start any more. */
export function waitLimitMs(deps: Context, operation: 'plan' | 'apply'): number {
  const { lockTimeoutMs } = deps.inputs
  const life = operation === 'apply' ? lifeOf(deps) : undefined
  if (life === undefined) return lockTimeoutMs
  return Math.min(lockTimeoutMs, Math.max(0, life.leftMs - life.neededMs + 1))
}

/** Throws where `deadline`, which has passed, was the one of `waitLimitMs` and not of lock-timeout. */
export function refuseVainWait(
  deps: Context & Pick<Dependencies, 'holders'>,
  deadline: Deadline,
  holder: LockHolder | undefined,
): void {
  const life = lifeOf(deps)
  const isOfCredentials = deadline.totalMs < deps.inputs.lockTimeoutMs
  if (life === undefined || !isOfCredentials) return
  const held =
    holder === undefined
      ? 'The state lock was not to be had in time'
      : `The state is locked by ${describeHolder(deps.holders.known(holder))}`
  throw tooShort(deps, life, `${held}, and to wait longer would be in vain. `)
}

/** A plan writes nothing, so it is not refused, and what was told of its credentials may be out of date. */
export function warnOfEndedCredentials(deps: Context & Pick<Dependencies, 'log'>, journey: Journey): void {
  const life = lifeOf(deps)
  if (life === undefined || life.leftMs > 0) return
  warn(deps, journey, `${describeLife(deps, life)}. Planning all the same, which fails if that is so.`)
}

/** Interrupts Terraform 2 minutes before its credentials end, unless it has ended or was cancelled by then. */
export async function stopBeforeExpiry(
  deps: Context & Pick<Dependencies, 'log' | 'cancelled'>,
  journey: Journey,
  interrupt: () => void,
  ended: AbortSignal,
): Promise<void> {
  journey.stoppedBeforeExpiry = false
  const { clock, log, cancelled } = deps
  const { credentialExpiration } = deps.inputs
  const stopAt =
    credentialExpiration === undefined ? undefined : stopTime(credentialExpiration.at, clock.now())
  if (stopAt === undefined) return
  for (let left = stopAt - clock.now(); left > 0; left = stopAt - clock.now()) {
    await clock.sleep(Math.min(left, lookAgainMs), ended)
    if (ended.aborted) return
  }
  const life = lifeOf(deps)
  if (cancelled.aborted || life === undefined) return
  journey.stoppedBeforeExpiry = true
  log.say(
    `${describeLife(deps, life)}: asking Terraform to stop, and waiting for it to save its state and to give the lock back.`,
  )
  interrupt()
}

/** The outcome of a run that was ended by that interrupt; undefined where it had failed before, or had none. */
export function outcomeOfStop(
  deps: Context,
  journey: Journey,
  { facts, exitCode, signal }: LockedRun,
  command: string,
  counts: ChangeCounts | undefined,
): Outcome | undefined {
  const life = lifeOf(deps)
  const isStopped = facts.interruptSeen || facts.haltedCount > 0 || exitCode === null
  if (life === undefined || !journey.stoppedBeforeExpiry || !isStopped) return undefined
  const end = exitCode === null ? `was ended by ${String(signal)}` : 'ended in order'
  const rest =
    command === 'apply'
      ? 'What it had not done by then is left to do with a new run: plan and apply again.'
      : 'There is no plan; plan again.'
  return {
    kind: 'failed',
    reason: 'credentials-expiring',
    message: `Terraform was stopped before its credentials end (${renderEnd(deps, life)}), and ${end}. ${rest}`,
    advice: renderAdvice(life),
    counts,
  }
}

type KnownLife = CredentialLife & CredentialExpiration

function lifeOf({ inputs, clock }: Context): KnownLife | undefined {
  const { credentialExpiration: expiration, minimumCredentialLifeMs } = inputs
  if (expiration === undefined) return undefined
  return { ...expiration, ...credentialLife(expiration.at, clock.now(), minimumCredentialLifeMs) }
}

function tooShort(deps: Context, life: KnownLife, wait = ''): LockstepError {
  const isOfMinimum = life.neededMs === deps.inputs.minimumCredentialLifeMs
  const needed = renderDuration(life.neededMs)
  const need = isOfMinimum
    ? `${needed} or more (minimum-credential-life)`
    : `${needed} or more, since Terraform is stopped that long before their end`
  return new LockstepError(
    'credentials-expiring',
    `${wait}${describeLife(deps, life)}. An apply starts only with ${need}. Nothing was applied.`,
    renderAdvice(life, isOfMinimum ? ', or lower minimum-credential-life' : ''),
  )
}

function describeLife(deps: Context, life: KnownLife): string {
  const { leftMs } = life
  if (leftMs <= 0) return `The credentials ended ${renderDuration(-leftMs)} ago (${renderEnd(deps, life)})`
  // Rounded up, too little could read as enough.
  const left = Math.floor(leftMs / 1000) * 1000
  return `The credentials end in ${renderDuration(left)} (${renderEnd(deps, life)})`
}

/** `at 11:12 UTC, by the input credential-expiration` */
function renderEnd({ clock }: Context, { at, source }: CredentialExpiration): string {
  const time = renderClock(at, clock.now())
  const by = source === 'credential-expiration' ? `by the input ${source}` : `by ${source}`
  return time === undefined ? by : `at ${time}, ${by}`
}

function renderAdvice({ source }: CredentialExpiration, otherwise = ''): string {
  const stale =
    source === 'AWS_CREDENTIAL_EXPIRATION'
      ? ` If ${source} is of other credentials, give the input credential-expiration.`
      : ''
  return `Get the credentials in the job that applies, after the approval, or let them live longer (role-duration-seconds, and the role's maximum session duration)${otherwise}.${stale}`
}
