import type { Clock } from '../clock.ts'
import type { Place } from '../retry/backoff.ts'

/**
 * Who is next among those who wait for a lock, as a store keeps it: one name, which a run that has waited longer writes
 * over. It is advice: without it each waiting run starts a Terraform when the lock is free, and all but one in vain. What
 * is safe rests on Terraform's own lock.
 */
export interface TurnStore {
  /** Never rejects. */
  read(): Promise<TurnReading>
  /**
   * Writes our name where there is none, or over this `version` of another one; returns what is there then. `since`: when
   * we began to wait, in milliseconds since 1970. Never rejects.
   */
  take(since: number, over?: string): Promise<TurnReading>
  /** Returns what went wrong, if anything; never rejects. */
  giveBack(version: string): Promise<string | undefined>
}

/** `version` is another one for each turn. `reason` is a sentence without its dot. */
export type TurnReading =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'ours'; readonly version: string }
  | { readonly kind: 'theirs'; readonly version: string; readonly since: number }
  | { readonly kind: 'unknown'; readonly reason: string }

/** What one run does about turns while it waits, and until Terraform has ended. */
export interface Turn {
  /** While the lock is held. */
  standInLine(): Promise<Place>
  /** At a lock that reads free: whether to ask for it now. */
  take(): Promise<boolean>
  /**
   * Nobody needs to wait for this run any more: it has the lock, or gives up. Resolves when that is told; never rejects.
   */
  giveBack(): Promise<void>
}

/** Longer than the next one takes until it sees a free lock and its Terraform has it. */
const expiresAfterMs = 10_000
/** In all, for a store whose turns change while nobody takes the lock. */
const maxKeptMs = 30_000
/** A store that denies turns this often in a row is asked no more. */
const maxProblems = 3

/** `store` undefined: every moment is our turn. */
export function createTurn(
  store: TurnStore | undefined,
  clock: Pick<Clock, 'now' | 'monotonic'>,
  debug: (message: string) => void,
): Turn {
  let since: number | undefined
  let ours: string | undefined
  /**
   * The turn of another run that is met at a lock that has been free since. How old it is, our own clock tells: those of
   * machines differ.
   */
  let met: { readonly version: string; readonly at: number } | undefined
  let keptMs = 0
  /** When the turn of another run was met last, at a lock that has been free since. */
  let keptAt: number | undefined
  let isIgnored = false
  let problems = 0
  let givingBack: Promise<void> | undefined

  const note = (reading: TurnReading): void => {
    if (reading.kind === 'ours') ours = reading.version
    else if (reading.kind !== 'unknown') ours = undefined
    problems = reading.kind === 'unknown' ? problems + 1 : 0
    if (reading.kind === 'unknown' && problems === 1) debug(`Waiting without a turn: ${reading.reason}.`)
    if (problems >= maxProblems) isIgnored = true
  }
  const isOver = (version: string): boolean => {
    const now = clock.monotonic()
    if (met?.version !== version) met = { version, at: now }
    return now - met.at >= expiresAfterMs
  }
  const giveBack = async (turns: TurnStore, version: string): Promise<void> => {
    const problem = await turns.giveBack(version)
    if (problem !== undefined) debug(`The turn was not given back: ${problem}.`)
  }
  return {
    async standInLine() {
      keptAt = undefined
      met = undefined
      since ??= clock.now()
      if (store === undefined || isIgnored) return 'alone'
      if (ours !== undefined) return 'next'
      let reading = await store.read()
      if (reading.kind === 'nobody') reading = await store.take(since)
      else if (reading.kind === 'theirs' && reading.since > since)
        reading = await store.take(since, reading.version)
      note(reading)
      if (reading.kind === 'unknown') return 'alone'
      return reading.kind === 'ours' ? 'next' : 'behind'
    },
    async take() {
      since ??= clock.now()
      if (store === undefined || isIgnored) return true
      let reading = await store.read()
      if (reading.kind === 'nobody') reading = await store.take(since)
      else if (reading.kind === 'theirs' && isOver(reading.version))
        reading = await store.take(since, reading.version)
      note(reading)
      if (reading.kind === 'ours' || reading.kind === 'unknown') return true
      if (keptAt === undefined) debug('The lock is free, and it is the turn of another run.')
      const now = clock.monotonic()
      keptMs += now - (keptAt ?? now)
      keptAt = now
      isIgnored = keptMs >= maxKeptMs
      if (isIgnored) debug('The lock was free for too long: nobody is let go first any more.')
      return isIgnored
    },
    async giveBack() {
      if (store !== undefined && ours !== undefined) {
        givingBack = giveBack(store, ours)
        ours = undefined
      }
      await givingBack
    },
  }
}
