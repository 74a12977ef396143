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
  for (const resource of resources.filter(({ mode }) => mode === 'managed')) {
    for (const instance of resource.instances ?? []) {
      const { module = '', type, name } = resource
      const place = keyOf({ module, type, name, key: instance.index_key ?? null })
      const object = { isDeposed: instance.deposed !== undefined, id: idOf(instance) }
      const others = places.get(place) ?? []
      places.set(place, object.isDeposed ? [...others, object] : [object, ...others])
      if (object.id !== undefined) ids.add(JSON.stringify([type, object.id.key, object.id.value]))
    }
  }
  return {
    at: (place) => places.get(keyOf(place)) ?? [],
    has: (type, { key, value }) => ids.has(JSON.stringify([type, key, value])),
  }
}

interface StateResource {
  readonly module?: string
  readonly mode: string
  readonly type: string
  readonly name: string
  readonly instances?: readonly StateInstance[]
}

interface StateInstance {
  readonly index_key?: string | number
  readonly deposed?: string
  readonly attributes?: Record<string, unknown>
  readonly attributes_flat?: Record<string, unknown>
  /** Paths of marked values: `[[{"type": "get_attr", "value": "id"}]]`. */
  readonly sensitive_attributes?: readonly (readonly { readonly value?: unknown }[])[]
}

function resourcesOf(text: string): readonly StateResource[] | undefined {
  try {
    const state = JSON.parse(text) as { version?: unknown; resources?: unknown }
    if (state.version !== 4 || !Array.isArray(state.resources)) return undefined
    return state.resources as StateResource[]
  } catch {
    return undefined
  }
}

// internal/command/format/object_id.go: the same choice, so that what is told can be compared with what is saved.
function idOf(instance: StateInstance): ResourceId | undefined {
  const attributes = instance.attributes ?? instance.attributes_flat ?? {}
  const key = 'id' in attributes ? 'id' : 'name'
  const value = attributes[key]
  const isSensitive = instance.sensitive_attributes?.some((path) => path[0]?.value === key) ?? false
  return typeof value === 'string' && value !== '' && !isSensitive ? { key, value } : undefined
}

function keyOf({ module, type, name, key }: InstancePlace): string {
  return JSON.stringify([module, type, name, key])
}
