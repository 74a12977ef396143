import type { Machine, Process } from './machine.ts'
import type { State } from './state.ts'

export type Phase =
  | 'started'
  | 'about-to-start'
  | 'claims'
  | 'tries-lock'
  | 'has-lock'
  | 'works'
  | 'created'
  | 'gives-back'
  | 'main-over'

export type Interruption =
  | 'cancel'
  | 'force-cancel'
  | 'machine-lost'
  | 'main-killed'
  | 'terraform-killed'
  | 'both-killed'
  | 'freeze'
  | 'partition'

export interface DrawnInterruption {
  readonly kind: Interruption
  /** It comes so long after the job has got so far. */
  readonly after: Phase
  readonly ms: number
  /** Of a freeze, a partition, or until a forced cancel. */
  readonly lastsMs: number
}

export interface DrawnJob {
  readonly name: string
  readonly number: number
  /** The workflow run: its jobs are about one change, which is planned at most once. */
  readonly run: number
  readonly attempt: number
  readonly command: 'plan' | 'apply' | 'restore' | 'unlock' | 'status' | 'wait' | 'drift'
  readonly isReviewed: boolean
  readonly isUnlocked: boolean
  /** For `unlock`: how long a person has looked at the lock before, and what is asked. */
  readonly unlock:
    { readonly lookedMs: number; readonly isForced: boolean; readonly isMistaken: boolean } | undefined
  /** How far the clock of its machine is off. */
  readonly skewMs: number
  readonly event: 'workflow_dispatch' | 'pull_request' | 'push'
  readonly hasToken: boolean
  readonly pullRequest: number | undefined
  /** Which commit of the pull request it plans: the first, or the one that comes after it. */
  readonly head: 1 | 2
  readonly requiredApprovals: number
  readonly state: State
  /** Milliseconds since the start, or since the end of the job that it needs. */
  readonly startsMs: number
  /** The number of the job that has to succeed first. */
  readonly needs: number | undefined
  /** What it wants to be there; names of resources. */
  readonly resources: readonly string[]
  readonly engine: 'terraform' | 'tofu'
  readonly runner: 'hosted' | 'self-hosted' | 'container'
  /** From a cancel until the runner goes on to the post step, beside a main that has got no signal. */
  readonly postBesideMainMs: number
  readonly terraformStartMs: number
  readonly refreshMs: number
  readonly resourceMs: number
  /** Its provider goes on with what it does, whatever it is asked. */
  readonly isDeaf: boolean
  readonly nested: 'none' | 'works' | 'refused'
  readonly canWriteErroredState: boolean
  /** For so long its role may not write the state. */
  readonly savesFailForMs: number
  readonly providerLingersMs: number
  readonly leavesProvider: boolean
  readonly lockTimeoutSeconds: number
  readonly cancelGraceSeconds: number
  readonly interruptions: readonly DrawnInterruption[]
}

/** One job of a workflow run, on a machine of its own. */
export interface Job extends DrawnJob {
  readonly machine: Machine
  /** Chosen when it starts, for `restore`. */
  versionToRestore: string | undefined
  /** That a person has read, for `unlock`. */
  lockToRemove: string | undefined
  main: Process | undefined
  post: Process | undefined
  startedAt: number
  mainEndedAt: number | undefined
  cancelledAt: number | undefined
  postStartedAt: number | undefined
  postEndedAt: number | undefined
  /** What the runner has done to its processes. */
  fate: 'running' | 'over' | 'post-killed' | 'lost'
  /** When its fate was settled. */
  overAt: number
  /** Main ended by itself, and told its end. */
  isMainTold: boolean
  succeeded: boolean
  /** Requests that went wrong by a fault of the world. */
  faults: number
  /** For how long its machine stood still, or had no network. */
  hinderedMs: number
  /** Requests to GitHub that did not go well. */
  githubFaults: number
  /** It could not ask which of two commits is the older one. */
  hasLostOrder: boolean
  /** When a plan of it came into the store. */
  planStoredAt: number | undefined
  /** What the plan that it has made last would create. */
  planned: readonly string[] | undefined
  readonly reached: Set<Phase>
  onOver: (() => void)[]
  /** Starts the post step while main is still at work. */
  onBesideMain: () => void
}

export function newJob(drawn: DrawnJob, machine: Machine): Job {
  return {
    ...drawn,
    machine,
    versionToRestore: undefined,
    lockToRemove: undefined,
    main: undefined,
    post: undefined,
    startedAt: 0,
    mainEndedAt: undefined,
    cancelledAt: undefined,
    postStartedAt: undefined,
    postEndedAt: undefined,
    fate: 'running',
    overAt: 0,
    isMainTold: false,
    succeeded: false,
    faults: 0,
    hinderedMs: 0,
    githubFaults: 0,
    hasLostOrder: false,
    planStoredAt: undefined,
    planned: undefined,
    reached: new Set(),
    onOver: [],
    onBesideMain: () => undefined,
  }
}
