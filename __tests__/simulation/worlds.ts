import type { DrawnWorld } from './machine/draw.ts'
import type { Fault } from './machine/network.ts'
import type { State } from './machine/state.ts'

/** What is kept of a seed that has broken a rule: a seed alone means another world once the drawing has changed. */
export interface KeptWorld {
  readonly seed: number
  readonly rules: readonly string[]
  readonly world: unknown
}

/** A state stands in it once; jobs and people name it by its place. */
export function keepWorld(seed: number, rules: readonly string[], drawn: DrawnWorld): KeptWorld {
  const world = JSON.parse(
    JSON.stringify(drawn, (name, value: unknown) => {
      if (name === 'state') return (value as State).index
      return value instanceof Map ? (Object.fromEntries(value) as object) : value
    }),
  ) as unknown
  return { seed, rules, world }
}

export function worldOf({ world }: KeptWorld): DrawnWorld {
  const kept = world as Omit<DrawnWorld, 'faultRates'> & { readonly faultRates: object }
  const { states } = kept
  const withState = <T extends { readonly state: State }>(one: T): T => ({
    ...one,
    state: states[Number(one.state)]!,
  })
  return {
    ...kept,
    jobs: kept.jobs.map(withState),
    people: kept.people.map(withState),
    faultRates: new Map(Object.entries(kept.faultRates) as [Fault, number][]),
  }
}
