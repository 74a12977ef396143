import { setTimeout as sleep } from 'node:timers/promises'
import type { Method } from './grpc.ts'
import { attributesOf, dynamicValue, field, fieldsOf, flag, unknown, type Attributes } from './wire.ts'

/** A thing as it is in the world. */
export interface Thing {
  id: string
  /** Another name makes it another thing. */
  name: string
  colour: string
  /** How long its creation, its change and its destruction take, in milliseconds. */
  takes: string
}

export interface WorldFacts {
  /** What there is, by ID. */
  things: Map<string, Thing>
  /** How often Terraform has asked to create, change or destroy a thing. */
  changesAsked: number
}

/**
 * The methods of a provider with one resource, `world_thing` (github.com/hashicorp/terraform,
 * docs/plugin-protocol/tfplugin5.proto). Like many a provider it does not look at Stop: what it has begun, it ends,
 * also when Terraform is gone.
 */
export function worldProvider(world: WorldFacts): Record<string, Method> {
  let made = 0

  /** What was asked comes true half-way, so that a kill can fall between the deed and its answer. */
  async function carryOut(takes: string, act: () => void): Promise<void> {
    world.changesAsked += 1
    const halfMs = Number(takes) / 2
    await sleep(halfMs)
    act()
    await sleep(halfMs)
  }

  async function applyChange(prior: Attributes | null, planned: Attributes | null): Promise<Thing | null> {
    if (planned === null) {
      const { id, takes } = thingFrom(prior ?? {})
      await carryOut(takes, () => world.things.delete(id))
      return null
    }
    if (prior === null) made += 1
    const thing = thingFrom(planned, prior === null ? `${String(planned['name'])}-${made}` : undefined)
    await carryOut(thing.takes, () => world.things.set(thing.id, thing))
    return thing
  }

  const methods: Record<string, Method> = {
    GetSchema: () => {
      const schemas = Buffer.concat([field(1, 'world_thing'), field(2, schema(true))])
      return reply(field(1, schema(false)), field(2, schemas))
    },
    PrepareProviderConfig: (request) => reply(field(1, fieldsOf(request).get(1) ?? '')),
    Configure: () => reply(),
    ValidateResourceTypeConfig: () => reply(),
    UpgradeResourceState: (request) => {
      const json = fieldsOf(fieldsOf(request).get(3) ?? Buffer.alloc(0)).get(1) ?? ''
      return reply(field(1, field(2, json)))
    },
    ReadResource: (request) => {
      const { id } = thingFrom(attributesOf(fieldsOf(request).get(2)) ?? {})
      return reply(field(1, stateOf(world.things.get(id) ?? null)))
    },
    PlanResourceChange: (request) => {
      const prior = attributesOf(fieldsOf(request).get(2))
      const proposed = attributesOf(fieldsOf(request).get(3))
      if (proposed === null) return reply(field(1, dynamicValue(null)))
      const planned: Attributes = { ...proposed, id: prior?.['id'] ?? unknown }
      const isAnother = prior !== null && prior['name'] !== proposed['name']
      const path = isAnother ? [field(2, field(1, field(1, 'name')))] : []
      return reply(field(1, dynamicValue(planned)), ...path)
    },
    ApplyResourceChange: async (request) => {
      const fields = fieldsOf(request)
      const thing = await applyChange(attributesOf(fields.get(2)), attributesOf(fields.get(3)))
      return await reply(field(1, stateOf(thing)))
    },
    ImportResourceState: (request) => {
      const id = fieldsOf(request).get(2)?.toString() ?? ''
      const thing = world.things.get(id)
      if (thing === undefined) return reply(field(2, errorDiagnostic(`The world has no thing ${id}.`)))
      return reply(field(1, Buffer.concat([field(1, 'world_thing'), field(2, stateOf(thing))])))
    },
    Stop: () => reply(),
  }
  return Object.fromEntries(
    Object.entries(methods).map(([name, method]) => [`/tfplugin5.Provider/${name}`, method]),
  )
}

async function reply(...fields: Buffer[]): Promise<Buffer> {
  return await Promise.resolve(Buffer.concat(fields))
}

function stateOf(thing: Thing | null): Buffer {
  return dynamicValue(thing === null ? null : { ...thing })
}

function thingFrom(attributes: Attributes, id = String(attributes['id'])): Thing {
  const text = (name: string): string => String(attributes[name])
  return { id, name: text('name'), colour: text('colour'), takes: text('takes') }
}

function schema(ofThing: boolean): Buffer {
  const attribute = (name: string, kind: number): Buffer =>
    field(2, Buffer.concat([field(1, name), field(2, '"string"'), flag(kind)]))
  const [required, computed] = [4, 6]
  const attributes = ofThing
    ? [attribute('id', computed), ...['name', 'colour', 'takes'].map((name) => attribute(name, required))]
    : []
  return field(2, Buffer.concat(attributes))
}

function errorDiagnostic(summary: string): Buffer {
  return Buffer.concat([flag(1), field(2, summary)])
}
