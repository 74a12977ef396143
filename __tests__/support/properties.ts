import { test } from '@jest/globals'
import fc from 'fast-check'

/** `.ci/run` has time for 10,000 of each; `npm test`, which everybody runs again and again, has not. */
const runs = Number(process.env['LOCKSTEP_PROPERTY_RUNS'] ?? '60')
/** The same values each time, so that a change is what makes a run red; another number looks elsewhere. */
const seed = Number(process.env['LOCKSTEP_PROPERTY_SEED'] ?? '1')
const limitMs = 600_000

/** Checks what holds for every value, in so many runs. */
export type Property = (numRuns: number) => void

/** By `<file in src> <export>`. */
export type Properties = Readonly<Record<string, Property>>

export function property<T>(values: fc.Arbitrary<T>, holds: (value: T) => void): Property {
  return (numRuns) => {
    fc.assert(fc.property(values, holds), { numRuns, seed })
  }
}

export function testProperties(properties: Properties): void {
  test.each(Object.entries(properties))(
    '%s',
    (_, check) => {
      check(runs)
    },
    limitMs,
  )
}
