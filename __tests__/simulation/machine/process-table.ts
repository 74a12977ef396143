import type { Process } from './machine.ts'

/** Clock ticks since boot. */
export function ticksOf({ startedAt }: Process): number {
  return Math.floor(startedAt / 10)
}
