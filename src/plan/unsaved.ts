import { createResourceLog, type ResourceId, type ResourceLog, type ResourceRecord } from './resource-log.ts'
import { parseStreamLine } from './run-facts.ts'
import { parseStateObjects, type StateObject, type StateObjects } from './state-objects.ts'

/**
 * - `saved`: the state has what was made, and has no more what was destroyed.
 * - `unsaved`: it was done, and the state lacks it, or may: of what was changed no state tells how old it is.
 * - `unknown`: whether it was done is not known: it was cut off, or failed.
 */
export type Verdict = 'saved' | 'unsaved' | 'unknown'

/** What the state has where the resource stands: `some-object` may be this one or the one before it. */
export type InState = 'nothing' | 'this-object' | 'other-object' | 'some-object' | 'not-read'

/** What an apply did to one instance, and what is left of that in the state. */
export interface ResourceFate extends ResourceRecord {
  readonly verdict: Verdict
  readonly inState: InState
  /** Of the object that the state has there, where it is another or may be. */
  readonly idInState: ResourceId | undefined
}

/** What an apply that was cut off did to the world, beside what its state tells of it. */
export interface Recovery {
  /** The most pressing first: made and not saved, perhaps made, changed, destroyed; what was saved comes last. */
  readonly fates: readonly ResourceFate[]
  /** false: there was no state to compare with, and `saved` is no verdict then. */
  readonly isStateRead: boolean
}

/**
 * `lines`: the `-json` stream of one apply, without line ends; the last may be cut off. `state`: the text of the state
 * as it is saved now (the object of the backend, or `terraform state pull`); empty where none was written yet,
 * undefined where it could not be read. A text that is no state counts as one that could not be read.
 */
export function recoveryFromStream(lines: Iterable<string>, state: string | undefined): Recovery {
  const log = createResourceLog()
  for (const line of lines) log.add(parseStreamLine(line))
  return recoveryFromLog(log, state)
}

/** The same for a stream that was followed line by line, which need not be in memory. */
export function recoveryFromLog(log: ResourceLog, state: string | undefined): Recovery {
  const objects = state === undefined ? undefined : parseStateObjects(state)
  const records = log.records()
  const byAddress = Map.groupBy(records, ({ address }) => address)
  const fates = records.map((record): ResourceFate => {
    const done = isDone(record) ? 'unsaved' : 'unknown'
    const [verdict, inState, object]: Judgement =
      objects === undefined
        ? [done, 'not-read']
        : judge(record, done, objects, byAddress.get(record.address) ?? [])
    return { ...record, verdict, inState, idInState: object?.id }
  })
  return { fates: fates.sort((a, b) => rankOf(a) - rankOf(b)), isStateRead: objects !== undefined }
}

type Judgement = readonly [Verdict, InState, (StateObject | undefined)?]

/** `done`: the verdict where the state shows nothing of it. `ofAddress`: all that was done at its address. */
function judge(
  record: ResourceRecord,
  done: Verdict,
  state: StateObjects,
  ofAddress: readonly ResourceRecord[],
): Judgement {
  const { action, id, place } = record
  const objects = state.at(place)
  const [first] = objects
  switch (action) {
    case 'create':
      if (first === undefined) return [done, 'nothing']
      if (id === undefined) return judgeUntold(first, done, ofAddress)
      if (objects.some((object) => isSame(object.id, id))) return ['saved', 'this-object']
      return objects.every((object) => object.id !== undefined)
        ? [done, 'other-object', first]
        : ['unknown', 'some-object', first]
    case 'update':
      if (id === undefined || state.has(place.type, id)) return [done, 'this-object']
      // The same apply has imported it, so its import is in the configuration.
      return [done, first === undefined ? 'nothing' : 'some-object', first]
    case 'delete': {
      // What takes the place of a thing that has a name for an ID has the same.
      const isReplaced = ofAddress.some((other) => other.action === 'create' && isSame(other.id, id))
      if (isReplaced) return ['saved', 'other-object']
      if (id !== undefined && state.has(place.type, id)) return [done, 'this-object']
      const isComparable = id !== undefined && objects.every((object) => object.id !== undefined)
      return isComparable || first === undefined ? ['saved', 'nothing'] : ['unknown', 'some-object', first]
    }
    case 'open':
    case 'invoke':
      return ['unknown', 'nothing']
  }
}

/** Of a creation whose ID was not told: whether what the state has there is this object or the one before it. */
function judgeUntold(first: StateObject, done: Verdict, ofAddress: readonly ResourceRecord[]): Judgement {
  const old = ofAddress.filter(({ action }) => action === 'delete')
  // A deposed object is older than what takes its place.
  if (first.isDeposed || old.some(({ id }) => isSame(first.id, id))) return [done, 'other-object', first]
  // One that is destroyed before its replacement is made was told by then; of the other order there is no sign.
  const isNewer = first.id !== undefined && old.length > 0 && old.every(({ id }) => id !== undefined)
  return isNewer ? ['saved', 'this-object'] : ['unknown', 'some-object', first]
}

/** A provisioner runs when its resource is made, and before it is destroyed. */
function isDone({ action, progress, provisionerSeen }: ResourceRecord): boolean {
  return progress === 'complete' || (action === 'create' && provisionerSeen)
}

function isSame(a: ResourceId | undefined, b: ResourceId | undefined): boolean {
  return a !== undefined && b !== undefined && a.key === b.key && a.value === b.value
}

const VERDICTS: readonly Verdict[] = ['unsaved', 'unknown', 'saved']
const ACTIONS: readonly string[] = ['create', 'update', 'delete'] satisfies ResourceRecord['action'][]

function rankOf({ action, verdict }: ResourceFate): number {
  const rank = verdict === 'saved' || !ACTIONS.includes(action) ? ACTIONS.length : ACTIONS.indexOf(action)
  return rank * VERDICTS.length + VERDICTS.indexOf(verdict)
}
