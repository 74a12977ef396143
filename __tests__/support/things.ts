import type { EmbeddedS3 } from './embedded-s3.ts'
import { stateOf, thing, type World } from './world.ts'

export type Change = 'create' | 'destroy' | 'replace'

// A line of things that depend on each other, so that a moment falls into many different states of the work; one of
// them starts a program, which outlives a killed Terraform.
const labels = ['a', 'b', 'c', 'd', 'e'] as const
type Label = (typeof labels)[number]
const takesMs: Record<Label, number> = { a: 400, b: 500, c: 400, d: 200, e: 200 }
const dependencies: Record<Label, Label[]> = { a: [], b: [], c: ['a'], d: ['b'], e: ['c', 'd'] }
const renamed: readonly Label[] = ['a', 'b', 'd']

/** How often an apply that comes to its end asks the provider to change something. */
export const changesOf: Readonly<Record<Change, number>> = {
  create: labels.length,
  destroy: labels.length,
  // Each that is renamed is made and destroyed, and one gets another colour.
  replace: 2 * renamed.length + 1,
}

/** The HCL of the things, as they should be after the change. */
export function thingsOf(change: Change): string {
  const isOther = change === 'replace'
  return labels
    .map((label) => {
      const name = isOther && renamed.includes(label) ? `${label}-new` : label
      const colour = isOther && label === 'c' ? 'blue' : 'red'
      const needs = dependencies[label].map((other) => `world_thing.${other}`).join(', ')
      const body = [
        `depends_on = [${needs}]`,
        label === 'a' ? 'lifecycle {\n create_before_destroy = true\n }' : '',
        label === 'd' ? 'provisioner "local-exec" {\n command = "sleep 0.4; echo done"\n }' : '',
      ].join('\n  ')
      return thing(label, { name, colour, takesMs: takesMs[label] }, body)
    })
    .join('\n')
}

/** As if an apply had made all things before. Returns the state. */
export function furnish(world: World, s3: EmbeddedS3, stateKey: string): string {
  const things = labels.map((label) => ({
    label,
    thing: { id: `${label}-0`, name: label, colour: 'red', takes: String(takesMs[label]) },
    dependencies: dependencies[label],
  }))
  for (const { thing: made } of things) world.things.set(made.id, made)
  const state = stateOf(things)
  s3.put('tfstate', stateKey, state)
  return state
}

/** The address of the thing that had this name, before or after the change. */
export function addressOfThing(name: string): string {
  return `world_thing.${name.replace('-new', '')}`
}
