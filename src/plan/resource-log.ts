import type { StreamLine } from './run-facts.ts'

/** Where a resource instance stands, in the terms that the stream and the state have in common. */
export interface InstancePlace {
  /** `module.a["x"]`; empty for the root module. */
  readonly module: string
  readonly type: string
  readonly name: string
  /** Of `count` or `for_each`. */
  readonly key: string | number | null
}

/** The attribute that Terraform tells for an ID: `name` where a type has no `id`. */
export interface ResourceId {
  readonly key: 'id' | 'name'
  readonly value: string
}

/**
 * `open` is an ephemeral resource that was not closed, `invoke` an action that did not end well: neither is ever in a
 * state. A replacement is a `create` and a `delete` of one address, in the order in which they began.
 */
export type ResourceAction = 'create' | 'update' | 'delete' | 'open' | 'invoke'

/** What an apply did to one instance. */
export interface ResourceRecord {
  /** As Terraform writes it: `module.a["x"].aws_instance.web[0]`. */
  readonly address: string
  readonly place: InstancePlace
  /** The provider's local name as the type tells it: `aws`. */
  readonly impliedProvider: string
  readonly action: ResourceAction
  readonly progress: 'complete' | 'errored' | 'under-way'
  /** A provisioner of it was started. Terraform makes a resource before its provisioners and tells its ID after them. */
  readonly provisionerSeen: boolean
  /** Of what was made, changed or destroyed; undefined where the stream has not told it. */
  readonly id: ResourceId | undefined
}

export interface ResourceLog {
  /** Takes every line of a `-json` stream; lines that tell of no change are passed over. */
  add(line: StreamLine): void
  /** In the order in which they began. */
  records(): ResourceRecord[]
}

type OpenRecord = { -readonly [Name in keyof ResourceRecord]: ResourceRecord[Name] }

const CHANGES: readonly unknown[] = ['create', 'update', 'delete'] satisfies ResourceAction[]

/** Keeps one record for each change of an instance, and none for a refresh or the read of a data source. */
export function createResourceLog(): ResourceLog {
  const records = new Set<OpenRecord>()
  const underWay = new Map<string, OpenRecord[]>()

  const begin = (record: OpenRecord): void => {
    records.add(record)
    underWay.set(record.address, [...(underWay.get(record.address) ?? []), record])
  }
  // Terraform 1.11 tells no deposed key: where two objects of one address are at work at once, nothing says whose
  // event this is (hook_json.go keeps one per address, and gives the second a `noop`), and both stay under way.
  const find = (address: string, action?: unknown): OpenRecord | undefined => {
    const candidates = underWay.get(address) ?? []
    const matching = candidates.filter((record) => record.action === action)
    const found = matching.length > 0 ? matching : candidates
    return found.length === 1 ? found[0] : undefined
  }
  const end = (record: OpenRecord | undefined, progress: ResourceRecord['progress']): void => {
    if (record === undefined) return
    record.progress = progress
    const rest = (underWay.get(record.address) ?? []).filter((other) => other !== record)
    if (rest.length === 0) underWay.delete(record.address)
    else underWay.set(record.address, rest)
  }

  return {
    add(line) {
      if (line.kind === 'text') return
      const hook = objectOf(line.body['hook'])
      const subject = subjectOf(hook['resource']) ?? subjectOf(hook['action'])
      if (subject === undefined) return
      const { address } = subject
      const action = hook['action']
      const started = (as: ResourceAction): OpenRecord => ({
        ...subject,
        action: as,
        progress: 'under-way',
        provisionerSeen: false,
        id: idOf(hook),
      })
      switch (line.type) {
        case 'apply_start':
          if (CHANGES.includes(action)) begin(started(action as ResourceAction))
          break
        case 'apply_complete': {
          const record = find(address, action)
          if (record !== undefined) record.id = idOf(hook) ?? record.id
          end(record, 'complete')
          break
        }
        case 'apply_errored':
          end(find(address, action), 'errored')
          break
        case 'provision_start': {
          const record = find(address)
          if (record !== undefined) record.provisionerSeen = true
          break
        }
        case 'ephemeral_op_start':
          if (action === 'open') begin(started('open'))
          break
        case 'ephemeral_op_complete':
          if (action === 'close') drop(find(address, 'open'))
          break
        case 'ephemeral_op_errored':
          if (action === 'open') drop(find(address, 'open'))
          break
        case 'action_start':
          begin(started('invoke'))
          break
        case 'action_complete':
          drop(find(address, 'invoke'))
          break
        case 'action_errored':
          end(find(address, 'invoke'), 'errored')
          break
      }
    },
    records: () => [...records].map((record) => ({ ...record })),
  }

  function drop(record: OpenRecord | undefined): void {
    if (record === undefined) return
    end(record, 'complete')
    records.delete(record)
  }
}

type Subject = Pick<ResourceRecord, 'address' | 'place' | 'impliedProvider'>

/** `resource` of a hook, or `action` where it is the one that Terraform 1.14 invokes. */
function subjectOf(value: unknown): Subject | undefined {
  const fields = objectOf(value)
  const { addr } = fields
  if (typeof addr !== 'string') return undefined
  const text = (name: string): string => (typeof fields[name] === 'string' ? fields[name] : '')
  const key = fields['resource_key']
  return {
    address: addr,
    place: {
      module: text('module'),
      type: text('resource_type'),
      name: text('resource_name'),
      key: typeof key === 'string' || typeof key === 'number' ? key : null,
    },
    impliedProvider: text('implied_provider'),
  }
}

// A start may tell `tags.Name` too, which is no ID.
function idOf({ id_key: key, id_value: value }: Record<string, unknown>): ResourceId | undefined {
  if ((key !== 'id' && key !== 'name') || typeof value !== 'string' || value === '') return undefined
  return { key, value }
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
