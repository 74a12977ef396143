import { seededRandom } from './fake-clock.ts'
import type { Change } from './things.ts'

export type Strike = 'cancel' | 'kill node' | 'kill Terraform' | 'kill both'

/** When and under what circumstances a run is struck. A seed says it all. */
export interface Moment {
  seed: number
  strike: Strike
  command: 'plan' | 'apply'
  change: Change
  /** From the line that names the executable on: just before `init`. */
  afterMs: number
  /** Somebody holds the lock at first, and gives it back while we wait. */
  isHeldAtFirst: boolean
  /** When somebody else takes the lock: as soon as ours is gone, or between our look and our delete. */
  foreignLock: 'none' | 'after-ours' | 'before-our-delete'
}

/** A run's length on a machine that is not busy; on a slower one the same moments fall earlier in it. */
const lengthMs = { plan: 1_100, apply: 2_800 }
const waitMs = 900
/** Its multiples fill [0, 1) evenly, however many are taken: the first ten moments are as spread as fifty. */
const goldenRatio = (Math.sqrt(5) - 1) / 2
const strikes: readonly Strike[] = ['cancel', 'kill node', 'kill Terraform', 'kill both']

export function momentFrom(strike: Strike, seed: number): Moment {
  const random = seededRandom(seed * strikes.length + strikes.indexOf(strike))
  const oneOf = <T>(...values: T[]): T => values[Math.floor(random() * values.length)]!
  const turn = (['create', 'destroy', 'replace', 'plan'] as const)[seed % 4]!
  const isPlan = turn === 'plan'
  const isHeldAtFirst = random() < 0.25
  const wholeMs = lengthMs[isPlan ? 'plan' : 'apply'] + (isHeldAtFirst ? waitMs : 0)
  return {
    seed,
    strike,
    command: isPlan ? 'plan' : 'apply',
    change: isPlan ? oneOf('create', 'destroy', 'replace') : turn,
    afterMs: Math.round(((seed * goldenRatio) % 1) * wholeMs),
    isHeldAtFirst,
    foreignLock: oneOf('none', 'after-ours', strike === 'cancel' ? 'after-ours' : 'before-our-delete'),
  }
}

export function momentsOf(strike: Strike, count: number): Moment[] {
  return Array.from({ length: count }, (_, index) => momentFrom(strike, index + 1))
}

export function describeMoment({
  seed,
  command,
  change,
  afterMs,
  isHeldAtFirst,
  foreignLock,
}: Moment): string {
  const held = isHeldAtFirst ? ', held at first' : ''
  const foreign = foreignLock === 'none' ? '' : `, another lock ${foreignLock.replaceAll('-', ' ')}`
  return `seed ${seed}: ${command} of a ${change}, ${afterMs} ms after its start${held}${foreign}`
}
