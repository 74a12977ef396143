import { elapsed } from './kernel.ts'
import type { Bucket } from './bucket.ts'
import type { GitHub } from './github.ts'
import type { Job } from './job.ts'
import type { Ledger } from './ledger.ts'
import type { Machine, Process } from './machine.ts'
import type { Fault, Request } from './network.ts'
import type { State } from './state.ts'
import type { Table } from './table.ts'

/** What there is outside of all machines, and what is true of it. */
export interface World {
  readonly bucket: Bucket
  readonly table: Table
  readonly ledger: Ledger
  readonly storeHost: string
  readonly states: readonly State[]
  readonly jobs: Job[]
  /** undefined: no job has a token. */
  readonly github: GitHub | undefined
  elapsed(): number
  faultOf(by: Process, request: Request<unknown>): Fault | undefined
  /** Does what `by` has asked for. `isLate`: nobody waits for it any more. */
  act<T>(by: Process, act: () => T, isLate: boolean): T
  jobOn(machine: Machine): Job | undefined
  stateOf(machine: Machine): State
}

let world: World | undefined

export function openWorld(parts: World): void {
  world = parts
}

export function theWorld(): World {
  if (world === undefined) throw new Error('there is no world')
  return world
}

export { elapsed }
