// Stands in for src/runner/system.ts.
import type { Clock } from '../../../../src/clock.ts'
import { currentProcess, elapsed, sleep } from '../kernel.ts'
import { wallTimeOn } from '../machine.ts'

export const systemClock: Clock = {
  now: () => wallTimeOn(currentProcess().machine),
  monotonic: () => 1_000_000 + elapsed(),
  sleep,
}

export function systemRandom(): number {
  return currentProcess().random()
}

/** Of some machines so little that Terraform's two `show` come one after the other. */
export function availableMemoryBytes(): number {
  return currentProcess().random() < 0.3 ? 1e9 : 8e9
}

export function systemUser(): string {
  return `runner@${currentProcess().machine.name}`
}
