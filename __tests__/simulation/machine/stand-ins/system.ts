// Stands in for src/runner/system.ts.
import type { Clock } from '../../../../src/clock.ts'
import { currentProcess, elapsed, sleep } from '../kernel.ts'
import { wallTime } from '../machine.ts'

export const systemClock: Clock = {
  now: wallTime,
  monotonic: () => 1_000_000 + elapsed(),
  sleep,
}

export function systemRandom(): number {
  return currentProcess().random()
}

export function systemUser(): string {
  return `runner@${currentProcess().machine.name}`
}
