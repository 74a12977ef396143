import type { CoreLogFacts } from '../lock/core-log.ts'
import { engineVersionFromEvent, type EngineVersion } from '../lock/engine-version.ts'
import { diagnosticFromJson, type Diagnostic } from './diagnostic.ts'

/** One line of the `-json` stream: an event, or text that is no event (a panic, a wrapper's word). */
export type StreamLine = StreamEvent | { readonly kind: 'text'; readonly text: string }

export interface StreamEvent {
  readonly kind: 'event'
  readonly type: string
  readonly message: string
  readonly body: Record<string, unknown>
}

export function parseStreamLine(line: string): StreamLine {
  if (!line.startsWith('{')) return { kind: 'text', text: line }
  try {
    const body = JSON.parse(line) as Record<string, unknown>
    if (typeof body['type'] !== 'string' || typeof body['@level'] !== 'string')
      return { kind: 'text', text: line }
    const message = typeof body['@message'] === 'string' ? body['@message'] : ''
    return { kind: 'event', type: body['type'], message, body }
  } catch {
    return { kind: 'text', text: line }
  }
}

/** Terraform's own numbers, of `change_summary`. */
export interface ChangeSummary {
  readonly operation: string
  readonly add: number
  readonly change: number
  readonly destroy: number
  readonly import: number
}

/** What the stream of one `plan` or `apply` told, kept flat however long the stream is. */
export interface RunFacts {
  /** undefined where something else than Terraform or OpenTofu ran, or its first line never came. */
  readonly version: EngineVersion | undefined
  readonly diagnostics: readonly Diagnostic[]
  /** An error was told: then the run failed, whatever exit code a script before Terraform gives. */
  readonly errorSeen: boolean
  /** Terraform said that it received an interrupt. */
  readonly interruptSeen: boolean
  /** How often `execution halted` came: once for each resource that an interrupt left undone. */
  readonly haltedCount: number
  /** An event that can only come after the lock was taken: a refresh, a planned change, work on a resource. */
  readonly workSeen: boolean
  /** Terraform began to change, read or provision a resource during an apply (lock rule 5 b). */
  readonly resourceEventSeen: boolean
  /** The last `change_summary` of each operation. */
  readonly planned: ChangeSummary | undefined
  readonly applied: ChangeSummary | undefined
  readonly outputsChange: boolean
  /** Completed changes by kind, for an apply that ended before its summary. */
  readonly completed: { readonly add: number; readonly change: number; readonly destroy: number }
  /** Terraform said that it could not save its state, or that it did not wait until it was saved. */
  readonly stateNotSaved: boolean
  /**
   * Terraform told how an apply that had begun something ended: its summary, or an error. It tells both once it has
   * tried to save its state (opApply in internal/backend/local/backend_apply.go).
   */
  readonly endTold: boolean
}

/** Diagnostics beyond this many are counted by the log only; a run of 10,000 resources may fail at each. */
const maxDiagnostics = 200

/** Events that come before a lock is held, or that say nothing of it. */
const EVENTS_WITHOUT_LOCK = new Set([
  'version',
  'log',
  'diagnostic',
  'state_lock_acquire',
  'state_lock_release',
])
const RESOURCE_EVENT = /^(?:apply|provision|ephemeral_op|ephemeral_action|action)_/

export function createRunFacts(): { add(line: StreamLine): void; facts(): RunFacts } {
  const diagnostics: Diagnostic[] = []
  let version: EngineVersion | undefined
  let haltedCount = 0
  let errorSeen = false
  let interruptSeen = false
  let workSeen = false
  let resourceEventSeen = false
  let planned: ChangeSummary | undefined
  let applied: ChangeSummary | undefined
  let outputsChange = false
  let stateNotSaved = false
  let endTold = false
  const completed = { add: 0, change: 0, destroy: 0 }

  const addDiagnostic = (body: Record<string, unknown>): void => {
    const diagnostic = diagnosticFromJson(body['diagnostic'])
    if (diagnostic === undefined) return
    if (diagnostic.severity === 'error') {
      errorSeen = true
      endTold ||= resourceEventSeen && !isCancelled(diagnostic)
    }
    if (isExecutionHalted(diagnostic)) haltedCount += 1
    if (isStateNotSaved(diagnostic) || (resourceEventSeen && isCancelled(diagnostic))) stateNotSaved = true
    const isNew = !isExecutionHalted(diagnostic) || haltedCount === 1
    if (isNew && diagnostics.length < maxDiagnostics) diagnostics.push(diagnostic)
  }

  return {
    add(line) {
      if (line.kind === 'text') return
      if (isUnderLock(line)) workSeen = true
      if (isResourceEvent(line)) resourceEventSeen = true
      if (line.type === 'version') version ??= engineVersionFromEvent(line.body)
      else if (line.type === 'diagnostic') addDiagnostic(line.body)
      else if (line.type === 'log') interruptSeen ||= line.message.includes('Interrupt received')
      else if (line.type === 'change_summary') {
        const summary = summaryFromJson(line.body['changes'])
        if (summary?.operation === 'plan') planned = summary
        else if (summary !== undefined) {
          applied = summary
          endTold = true
        }
      } else if (line.type === 'outputs') outputsChange ||= outputsAreToChange(line.body['outputs'])
      else if (line.type === 'apply_complete') {
        const kind = completedKind(line.body['hook'])
        if (kind !== undefined) completed[kind] += 1
      }
    },
    facts: () => ({
      version,
      diagnostics,
      errorSeen,
      interruptSeen,
      haltedCount,
      workSeen,
      resourceEventSeen,
      planned,
      applied,
      outputsChange,
      completed,
      stateNotSaved,
      endTold,
    }),
  }
}

/** Whether Terraform tells of what it does with its lock, where it takes one. */
export function isUnderLock({ type }: StreamEvent): boolean {
  return !EVENTS_WITHOUT_LOCK.has(type)
}

/** Whether Terraform tells of work on a resource, which it does under the lock of its operation only. */
export function isResourceEvent({ type }: StreamEvent): boolean {
  return RESOURCE_EVENT.test(type)
}

/** Whether an apply came to its end before it tried to save what it had done; only its own word tells that it did not. */
export function isCutOff(
  operation: 'plan' | 'apply',
  { resourceEventSeen, endTold }: RunFacts,
  { locked, unlockTried }: Pick<CoreLogFacts, 'locked' | 'unlockTried'>,
): boolean {
  const isOver = endTold || locked.some((id) => unlockTried.includes(id))
  return operation === 'apply' && resourceEventSeen && !isOver
}

export function isExecutionHalted(diagnostic: Diagnostic): boolean {
  return diagnostic.summary === 'execution halted'
}

// internal/backend/local/backend_apply.go: the first when the state could not be written, the second when errored.tfstate was.
function isStateNotSaved(diagnostic: Diagnostic): boolean {
  return ['Failed to save state', 'Failed to persist state to backend'].includes(diagnostic.summary)
}

// internal/backend/local/backend.go, opWait: 5 s after a second interrupt Terraform ends with exit code 1, whether or not
// its state was written, and may leave its lock.
function isCancelled(diagnostic: Diagnostic): boolean {
  return diagnostic.summary === 'operation canceled'
}

function summaryFromJson(value: unknown): ChangeSummary | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const changes = value as Record<string, unknown>
  const number = (name: string): number =>
    Number.isSafeInteger(changes[name]) ? Math.max(0, changes[name] as number) : 0
  return {
    operation: typeof changes['operation'] === 'string' ? changes['operation'] : '',
    add: number('add'),
    change: number('change'),
    destroy: number('remove'),
    import: number('import'),
  }
}

// In the plan phase each output has an action; after an apply it has a value instead.
function outputsAreToChange(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return Object.values(value as Record<string, unknown>).some((output) => {
    const action = (output as { action?: unknown } | null)?.action
    return typeof action === 'string' && action !== 'noop'
  })
}

function completedKind(hook: unknown): 'add' | 'change' | 'destroy' | undefined {
  const action = (hook as { action?: unknown } | undefined)?.action
  if (action === 'create') return 'add'
  if (action === 'update') return 'change'
  return action === 'delete' ? 'destroy' : undefined
}
