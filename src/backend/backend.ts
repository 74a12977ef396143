import type { StateLock } from '../lock/lock-reading.ts'
import type { LockMechanism } from '../lock/mechanism.ts'
import type { PlanStore } from '../plan/plan-store.ts'
import type { StateHistory } from '../restore/state-history.ts'
import type { TurnStore } from '../lock/turn.ts'
import type { UnsavedStates } from '../lock/unsaved-marker.ts'

/** `ask-terraform`: only `workspace list` can tell. */
export type WorkspacePresence = 'exists' | 'missing' | 'ask-terraform'

/** The backend of one state, resolved with its workspace. */
export interface Backend {
  readonly type: string
  /** The output `state-address`: one state, one address, the same from every job. */
  readonly address: string
  readonly mechanism: LockMechanism
  /** `LockInfo.Path` as Terraform's log shows it, where it does. */
  readonly lockPath: string | undefined
  readonly lock: StateLock
  /** undefined where those who wait can't be told apart, and each of them tries. */
  readonly turns: TurnStore | undefined
  /** undefined where nothing can be kept beside the state. */
  readonly unsaved: UnsavedStates | undefined
  /** undefined where Lockstep can't look into the past of the state. */
  readonly history: StateHistory | undefined
  /** The plans beside the state; undefined where none can be kept there. */
  readonly plans: PlanStore | undefined
  /** The AWS account that works on the state; undefined where it is not known. Never rejects. */
  account(signal: AbortSignal): Promise<string | undefined>
  workspacePresence(signal: AbortSignal): Promise<WorkspacePresence>
}
