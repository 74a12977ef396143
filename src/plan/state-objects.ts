import type { InstancePlace, ResourceId } from './resource-log.ts'

/** One object of a managed resource as a state has it; an instance can have a current one, and deposed ones. */
export interface StateObject {
  readonly isDeposed: boolean
  /** What Terraform would tell of it: its `id`, or `name` where it has no `id`; nothing where that is sensitive. */
  readonly id: ResourceId | undefined
}

export interface StateObjects {
  /** The current one first. */
  at(place: InstancePlace): readonly StateObject[]
  /** At any address: a resource that was moved stands at its old one in a state from before. */
  has(type: string, id: ResourceId): boolean
}

/**
 * The managed resources of a state in the format 4 of Terraform and OpenTofu, as it is stored and as
 * `terraform state pull` gives it. An empty text is the state that was never written. Returns undefined for what is no
 * such state: one that OpenTofu has encrypted, say.
 */
export function parseStateObjects(text: string): StateObjects | undefined {
  const resources = text.trim() === '' ? [] : resourcesOf(text)
  if (resources === undefined) return undefined
  const places = new Map<string, StateObject[]>()
  const ids = new Set<string>()
  for (const resource of resources) {
    const [module, type, name] = ['module', 'type', 'name'].map((field) => textOf(resource[field]))
    for (const instance of objectsOf(resource['instances'])) {
      const { index_key: key = null, deposed } = instance
      const place = JSON.stringify([module, type, name, key])
      const object = { isDeposed: deposed !== undefined, id: idOf(instance) }
      const others = places.get(place) ?? []
      others.push(object)
      places.set(place, others)
      if (object.id !== undefined) ids.add(JSON.stringify([type, object.id.key, object.id.value]))
    }
  }
  return {
    at: (place) =>
      (places.get(keyOf(place)) ?? []).toSorted((a, b) => Number(a.isDeposed) - Number(b.isDeposed)),
    has: (type, { key, value }) => ids.has(JSON.stringify([type, key, value])),
  }
}

type Fields = Readonly<Record<string, unknown>>

/** The managed ones. Whoever may write into the bucket may have written the state. */
function resourcesOf(text: string): readonly Fields[] | undefined {
  try {
    const state = JSON.parse(text) as { version?: unknown; resources?: unknown }
    if (state.version !== 4 || !Array.isArray(state.resources)) return undefined
    return objectsOf(state.resources).filter(({ mode }) => mode === 'managed')
  } catch {
    return undefined
  }
}

// internal/command/format/object_id.go: the same choice, so that what is told can be compared with what is saved.
function idOf(instance: Fields): ResourceId | undefined {
  const attributes = fieldsOf(instance['attributes'] ?? instance['attributes_flat'])
  const key = 'id' in attributes ? 'id' : 'name'
  const value = attributes[key]
  return typeof value === 'string' && value !== '' && !isSensitive(instance, key) ? { key, value } : undefined
}

/** Paths of marked values: `[[{"type": "get_attr", "value": "id"}]]`. In a form that is not known, all are. */
function isSensitive({ sensitive_attributes: paths = [] }: Fields, name: string): boolean {
  if (paths === null) return false
  return (
    !Array.isArray(paths) || paths.some((path) => !Array.isArray(path) || fieldsOf(path[0])['value'] === name)
  )
}

function objectsOf(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.map(fieldsOf) : []
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {}
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function keyOf({ module, type, name, key }: InstancePlace): string {
  return JSON.stringify([module, type, name, key])
}
