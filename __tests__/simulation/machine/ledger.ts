import { createHash } from 'node:crypto'
import type { ObjectChange } from './bucket.ts'
import { runIdOf } from './environment.ts'
import type { Job } from './job.ts'
import { elapsed, note } from './kernel.ts'
import type { Process, Signal } from './machine.ts'
import { createReviewRules } from './review-rules.ts'
import { reach } from './runner.ts'
import {
  digestKeyOf,
  hasTable,
  lockKeyOf,
  lockPathOf,
  noState,
  parseState,
  type State,
  type StateContent,
} from './state.ts'
import type { ItemChange } from './table.ts'
import type { SavedPlan } from './terraform/plan-file.ts'
import { theWorld } from './world.ts'

export interface Violation {
  readonly invariant: string
  readonly text: string
  readonly atMs: number
}

/** What is true of a lock, whatever anybody can read of it. */
export interface TrueLock {
  readonly id: string
  readonly state: State
  /** undefined: a person's. */
  readonly job: Job | undefined
  readonly process: Process
  readonly kind: 'terraform' | 'push' | 'restore' | 'person'
  phase: 'tries' | 'has' | 'gives-back'
  /** It has begun to change resources under this lock. */
  hasWorked: boolean
  workedSince: number
  /** It was written by a request that nobody waited for any more. */
  isLate: boolean
  /** Since when nobody works under it. */
  endedAt: number | undefined
}

/** What is true of a state. */
export interface TrueState {
  readonly state: State
  /** Terraform itself, or a person, has broken somebody's lock or overwritten a state: nothing holds after that. */
  taint: string | undefined
  /** By name, whose they are. */
  readonly cloud: Map<string, Job | undefined>
  readonly everSaved: Set<string>
  content: StateContent
  lastWriter: Process['role'] | undefined
  markedAt: number | undefined
}

/** Keeps the truth, and tells each time that the product breaks a rule. */
export interface Ledger {
  readonly violations: Violation[]
  readonly locks: Map<string, TrueLock>
  readonly states: readonly TrueState[]
  violated(invariant: string, text: string): void
  started(process: Process): void
  triesLock(process: Process, id: string): void
  hasLock(process: Process, operation: 'plan' | 'apply'): void
  givesBack(process: Process): void
  pushStarts(process: Process, id: string): void
  personHas(process: Process, id: string, state: State): void
  /** It is about to apply a saved plan. */
  appliesPlan(process: Process, plan: SavedPlan): void
  beginsWork(process: Process, name: string): void
  createdInCloud(process: Process, name: string): void
  objectChanged(by: Process, change: ObjectChange, isLate: boolean): void
  itemChanged(by: Process, change: ItemChange, isLate: boolean): void
  signalled(from: Process, pid: number, name: Signal): void
  postWasCutOff(job: Job): void
  trueStateOf(state: State): TrueState
}

export function createLedger(states: readonly State[]): Ledger {
  const violations: Violation[] = []
  const locks = new Map<string, TrueLock>()
  const byProcess = new Map<Process, TrueLock>()
  const trueStates = states.map((state): TrueState => ({
    state,
    taint: undefined,
    cloud: new Map(),
    everSaved: new Set(),
    content: noState,
    lastWriter: undefined,
    markedAt: undefined,
  }))
  const interrupts = new Map<number, number>()
  const trueStateOf = (state: State): TrueState => trueStates[state.index]!
  const jobOf = ({ machine }: Process): Job | undefined => theWorld().jobOn(machine)
  const violated = (invariant: string, text: string): void => {
    note(`!!! ${invariant}: ${text}`)
    violations.push({ invariant, text, atMs: elapsed() })
  }
  /** Of a rule that nobody can keep once somebody else has broken the lock of this state. */
  const violatedOn = (state: State, invariant: string, text: string): void => {
    const { taint } = trueStateOf(state)
    if (taint === undefined) violated(invariant, text)
    else note(`(${invariant}, after ${taint})`)
  }
  const taint = (state: State, why: string): void => {
    note(`(from here on nothing holds for ${state.key}: ${why})`)
    trueStateOf(state).taint ??= why
  }
  const reviewRules = createReviewRules(violated)
  const add = (lock: TrueLock): void => {
    locks.set(lock.id, lock)
    byProcess.set(lock.process, lock)
  }
  const newLock = (process: Process, id: string, state: State, kind: TrueLock['kind']): TrueLock => {
    const lock: TrueLock = {
      ...{ id, state, kind, process, job: jobOf(process), phase: 'tries', hasWorked: false, workedSince: 0 },
      isLate: false,
      endedAt: undefined,
    }
    add(lock)
    process.onEnd.push(() => {
      lock.endedAt = elapsed()
    })
    return lock
  }

  /** A person has decided it, for the lock that was named, and without force only of a run that has ended. */
  const unlockedByProduct = (job: Job, state: State, id: string, info: string): void => {
    const { lockToRemove, unlock, name } = job
    const lock = locks.get(id)
    if (id !== lockToRemove)
      violated('foreign-lock-removed', `${name} removes ${id} instead of ${String(lockToRemove)}`)
    const isTold = lock?.job !== undefined && theWorld().github?.hasToldEnd(job, runIdOf(lock.job)) === true
    if (unlock?.isForced === false && info.startsWith('lockstep run=') && !isTold)
      violated('unlock-without-word', `${name} removes ${id}, whose run has not ended as far as is known`)
    taint(state, 'a person has removed a lock')
  }

  const removedByProduct = (
    by: Process,
    state: State,
    [id, info]: readonly [string, string],
    { isConditional, isFile }: Omit<HowChanged, 'isLate'>,
  ): void => {
    if (!isConditional) violated('unconditional-removal', `${by.name} removes ${id} whatever it is`)
    if (isFile && theWorld().bucket.ignoresDeleteConditions)
      violated('removal-on-unsafe-store', `${by.name} removes ${id} on a store that ignores If-Match`)
    const lock = locks.get(id)
    const job = jobOf(by)
    if (job?.command === 'unlock') {
      unlockedByProduct(job, state, id, info)
      return
    }
    const isOwn = lock !== undefined && lock.job !== undefined && lock.job === jobOf(by)
    if (!isOwn) {
      violated('foreign-lock-removed', `${by.name} removes ${id} of ${lock?.process.name ?? 'nobody'}`)
      trueStateOf(state).taint ??= 'the product has removed a lock of somebody else'
      return
    }
    if (isAtWork(lock) || hasProcessesLeft(lock))
      violatedOn(state, 'live-lock-removed', `${by.name} removes ${id}, under which work goes on`)
    const unsaved = unsavedOf(trueStateOf(state)).filter(([, job]) => job === lock.job)
    if (lock.hasWorked && unsaved.length > 0 && trueStateOf(state).markedAt === undefined)
      violatedOn(
        state,
        'unsaved-lock-removed',
        `${by.name} removes ${id}, behind which ${unsaved.map(([name]) => name).join(', ')} are not saved`,
      )
    if (lock.kind === 'restore' && hasDigestMismatch(state))
      violatedOn(state, 'half-written-restore', `${by.name} gives back ${id} with state and digest apart`)
  }

  const writtenByProduct = (
    by: Process,
    state: State,
    [before, after]: readonly [string | undefined, string],
    isConditional: boolean,
  ): void => {
    const { ID: id, Info: info } = JSON.parse(after) as { ID: string; Info: string }
    if (before === undefined) {
      const known = locks.get(id)
      if (known === undefined) {
        newLock(by, id, state, 'restore')
        const job = jobOf(by)
        if (job !== undefined) reach(job, 'has-lock')
      } else if (known.kind !== 'restore')
        violated('lock-revived', `${by.name} writes ${id} where there is none`)
      if (!isConditional) violated('unconditional-write', `${by.name} takes a lock whatever is there`)
      return
    }
    if (!isConditional) violated('unconditional-write', `${by.name} writes over a lock whatever it is`)
    const old = JSON.parse(before) as { ID: string; Info: string }
    const isSame =
      JSON.stringify({ ...old, Info: '' }) === JSON.stringify({ ...(JSON.parse(after) as object), Info: '' })
    if (!isSame) violated('foreign-lock-written', `${by.name} writes ${id} over ${old.ID}`)
    else if (locks.get(id)?.job !== jobOf(by))
      violated('foreign-lock-written', `${by.name} writes "${info}" into ${id}`)
    else if (old.Info === '') note('(annotates the lock)')
  }

  const lockChanged = (
    by: Process,
    state: State,
    [before, after]: readonly [string | undefined, string | undefined],
    { isConditional, isLate, isFile }: HowChanged,
  ): void => {
    const old = before === undefined ? undefined : (JSON.parse(before) as { ID: string; Info: string })
    const id = old?.ID
    if (by.role === 'lockstep') {
      if (after !== undefined) writtenByProduct(by, state, [before, after], isConditional)
      else if (old !== undefined) removedByProduct(by, state, [old.ID, old.Info], { isConditional, isFile })
      return
    }
    if (id !== undefined && locks.get(id)?.process !== by)
      taint(state, `${by.name} has removed the lock ${id} of ${locks.get(id)?.process.name ?? 'nobody'}`)
    const lock = after === undefined ? undefined : locks.get((JSON.parse(after) as { ID: string }).ID)
    if (isLate && lock !== undefined) lock.isLate = true
  }

  const stateChanged = (
    by: Process,
    state: State,
    { before, after }: ObjectChange,
    isLate: boolean,
  ): void => {
    const truth = trueStateOf(state)
    if (isLate && by.role !== 'lockstep') taint(state, 'a write of a state came late')
    const content = after === undefined ? noState : parseState(after.body.toString('utf8'))
    const old = before === undefined ? noState : parseState(before.body.toString('utf8'))
    truth.content = content
    truth.lastWriter = by.role
    for (const name of content.resources) truth.everSaved.add(name)
    if (!holdsLock(by, state))
      violatedOn(state, 'state-written-without-lock', `${by.name} writes serial ${content.serial}`)
    // Sent again after a lost answer.
    if (before !== undefined && after?.etag === before.etag) return
    if (content.serial <= old.serial || (old.lineage !== '' && content.lineage !== old.lineage))
      violatedOn(state, 'serial-went-back', `${by.name}: ${old.serial} to ${content.serial}`)
    const lost =
      by.role === 'lockstep' ? [] : old.resources.filter((name) => !content.resources.includes(name))
    if (lost.length > 0) violatedOn(state, 'state-lost', `${by.name} drops ${lost.join(', ')}`)
  }

  /** The lock that stands is one of this job's, or of this person's. */
  const holdsLock = (by: Process, state: State): boolean => {
    const held = [
      theWorld().bucket.peek(lockKeyOf(state))?.body.toString('utf8'),
      theWorld().table.peek(lockPathOf(state))?.['Info'],
    ].filter((json) => json !== undefined)
    return held.some((json) => {
      const lock = locks.get((JSON.parse(json) as { ID: string }).ID)
      return lock?.process === by || (lock?.job !== undefined && lock.job === jobOf(by))
    })
  }

  return {
    violations,
    locks,
    states: trueStates,
    violated,
    trueStateOf,
    started(process) {
      const isOver = jobOf(process)?.postStartedAt
      // From the start of the post step until it has said so.
      if (isOver !== undefined && elapsed() - isOver > 100)
        violated('started-after-the-end', `${process.name} is started while the post step is at work`)
    },
    triesLock(process, id) {
      checkOnlooker(process, 'takes a lock')
      newLock(process, id, theWorld().stateOf(process.machine), 'terraform')
      const job = jobOf(process)
      if (job !== undefined) reach(job, 'tries-lock')
    },
    hasLock(process) {
      const lock = byProcess.get(process)
      if (lock !== undefined) lock.phase = 'has'
      const job = jobOf(process)
      if (job !== undefined) reach(job, 'has-lock')
    },
    givesBack(process) {
      const lock = byProcess.get(process)
      if (lock !== undefined) lock.phase = 'gives-back'
      const job = jobOf(process)
      if (job !== undefined) reach(job, 'gives-back')
    },
    pushStarts(process, id) {
      newLock(process, id, theWorld().stateOf(process.machine), 'push').phase = 'has'
    },
    personHas(process, id, state) {
      const lock = newLock(process, id, state, 'person')
      lock.phase = 'has'
      lock.hasWorked = true
    },
    appliesPlan(process, plan) {
      reviewRules.appliesPlan(process, plan)
    },
    beginsWork(process, name) {
      const lock = byProcess.get(process)
      const job = jobOf(process)
      if (lock === undefined || job === undefined) return
      reach(job, 'works')
      const { state } = lock
      const isFirst = !lock.hasWorked
      if (isFirst) lock.workedSince = elapsed()
      lock.hasWorked = true
      if (!isFirst) return
      for (const other of locks.values()) {
        if (other === lock || other.state !== state || !other.hasWorked) continue
        if (isAtWork(other))
          violatedOn(
            state,
            'two-at-work',
            `${process.name} begins ${name} while ${other.process.name} is at work`,
          )
        if (other.job === job)
          violated('apply-run-twice', `${process.name} begins again what ${other.process.name} began`)
        const isSamePlan = other.job !== undefined && other.job.run === job.run && job.isReviewed
        if (isSamePlan && other.job !== job)
          violated('plan-applied-twice', `${process.name} applies what ${other.process.name} has applied`)
      }
      reviewRules.beginsWork(process, job)
      if (job.isReviewed && !hasClaim(job)) violated('apply-without-claim', process.name)
      const { markedAt } = trueStateOf(state)
      if (markedAt !== undefined && elapsed() - markedAt > longestStartMs + job.hinderedMs)
        violatedOn(state, 'marker-ignored', `${process.name} applies though a state is still to be saved`)
    },
    createdInCloud(process, name) {
      const job = jobOf(process)
      trueStateOf(theWorld().stateOf(process.machine)).cloud.set(name, job)
      if (job !== undefined) reach(job, 'created')
    },
    objectChanged(by, change, isLate) {
      const { key, before, after, condition } = change
      checkOnlooker(by, `writes ${key}`)
      reviewRules.objectChanged(jobOf(by), change)
      for (const truth of trueStates) {
        const { state } = truth
        if (key === state.key) stateChanged(by, state, change, isLate)
        else if (key === lockKeyOf(state)) {
          const isConditional = condition.IfMatch !== undefined || condition.IfNoneMatch !== undefined
          lockChanged(by, state, [textOf(before), textOf(after)], { isConditional, isLate, isFile: true })
        } else if (key === `.lockstep/states/${state.key}/state-not-saved`)
          truth.markedAt = after === undefined ? undefined : (truth.markedAt ?? elapsed())
        else if (after === undefined && key.startsWith(`.lockstep/claims/${state.key}/`))
          claimGone(by, textOf(before))
      }
    },
    itemChanged(by, { key, before, after, isConditional }, isLate) {
      checkOnlooker(by, `writes ${key}`)
      const truth = trueStates.find(({ state }) => lockPathOf(state) === key)
      if (truth === undefined) return
      lockChanged(by, truth.state, [before?.['Info'], after?.['Info']], {
        isConditional,
        isLate,
        isFile: false,
      })
    },
    signalled(from, pid, name) {
      for (const target of from.machine.processes.values()) {
        const isMeant = pid > 0 ? target.pid === pid : target.groupId === -pid
        if (!isMeant || target.role !== 'terraform' || !target.isRunning) continue
        if (name === 'SIGKILL') killed(from, target)
        if (name !== 'SIGINT') continue
        const count = (interrupts.get(target.pid) ?? 0) + 1
        interrupts.set(target.pid, count)
        if (count > 1) violated('second-interrupt', `${from.name} sends another SIGINT to ${target.name}`)
      }
    },
    postWasCutOff(job) {
      if (job.hinderedMs === 0) violated('post-too-long', `${job.name} is cut off by the runner`)
    },
  }

  function checkOnlooker(by: Process, what: string): void {
    const job = jobOf(by)
    if (job !== undefined && onlookers.includes(job.command))
      violated('written-by-onlooker', `${by.name} ${what}`)
  }

  function killed(from: Process, target: Process): void {
    const job = jobOf(target)
    const lock = byProcess.get(target)
    if (job === undefined) return
    if (lock?.hasWorked === true && elapsed() - lock.workedSince > justBegunMs)
      violated('killed-at-work', `${from.name} kills ${target.name}, which is changing resources`)
    const since = job.cancelledAt ?? job.postStartedAt ?? elapsed()
    if (elapsed() - since < job.cancelGraceSeconds * 1000 - justBegunMs)
      violated('killed-too-early', `${from.name} kills ${target.name} before its time is over`)
  }

  function claimGone(by: Process, body = ''): void {
    const job = jobOf(by)
    if (!body.includes(` job=${String(job?.number)} `)) violated('foreign-claim-removed', by.name)
    const hasWorked = [...locks.values()].some((lock) => lock.job === job && lock.hasWorked)
    if (hasWorked) violated('claim-given-back-after-apply', by.name)
  }
}

/** Commands that change nothing, and take no lock. */
const onlookers: readonly Job['command'][] = ['status', 'wait', 'drift']

interface HowChanged {
  readonly isConditional: boolean
  /** Whoever has sent it waits for it no longer. */
  readonly isLate: boolean
  /** The lock file, and not the lock item. */
  readonly isFile: boolean
}

/** Between a look at a Terraform and what is done about it. */
const justBegunMs = 1_000

/** From the look at the marker until Terraform has the lock. */
const longestStartMs = 60_000

function textOf(object: { readonly body: Buffer } | undefined): string | undefined {
  return object?.body.toString('utf8')
}

export function hasClaim({ state, number }: Job): boolean {
  const { bucket } = theWorld()
  return bucket
    .keys()
    .some(
      (key) =>
        key.startsWith(`.lockstep/claims/${state.key}/`) &&
        bucket.peek(key)?.body.includes(` job=${number} `) === true,
    )
}

/** Its Terraform, or what that has started, can still change something. */
export function isAtWork({ process, phase, hasWorked, kind }: TrueLock): boolean {
  if (kind === 'restore' || kind === 'push') return false
  if (process.isRunning) return phase !== 'gives-back'
  return hasWorked && groupOf(process).some(({ isBusy }) => isBusy)
}

/** What it has started is still there, whether or not it does something. */
function hasProcessesLeft({ process, kind }: TrueLock): boolean {
  return kind === 'terraform' && groupOf(process).length > 0
}

function groupOf({ machine, groupId }: Process): Process[] {
  return [...machine.processes.values()].filter((other) => other.groupId === groupId && other.isRunning)
}

/** What there is that no state has ever known. */
export function unsavedOf({ cloud, everSaved }: TrueState): [string, Job | undefined][] {
  return [...cloud].filter(([name]) => !everSaved.has(name))
}

export function hasDigestMismatch(state: State): boolean {
  if (!hasTable(state)) return false
  const { bucket, table } = theWorld()
  const body = bucket.peek(state.key)?.body
  const digest = table.peek(digestKeyOf(state))?.['Digest']
  return body !== undefined && digest !== undefined && createHash('md5').update(body).digest('hex') !== digest
}
