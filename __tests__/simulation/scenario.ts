import type { Random } from '../../src/clock.ts'
import type { Dependencies } from '../../src/commands/dependencies.ts'
import { startJourney } from '../../src/commands/outcome.ts'
import type { Prepared } from '../../src/commands/prepare.ts'
import { runUnderLock } from '../../src/commands/under-lock.ts'
import { createS3Turns } from '../../src/plan-store/s3-turns.ts'
import { createLog } from '../../src/runner/log.ts'
import { seededRandom } from '../support/fake-clock.ts'
import {
  createSimulatedStore,
  s3Latency,
  simulatedBucket,
  type SimulatedStore,
  type StoreFaults,
} from './simulated-store.ts'
import {
  lockKey,
  lockPath,
  runBareTerraform,
  simulatedLock,
  simulatedLockJson,
  simulatedTerraform,
  statePath,
  type TerraformModel,
} from './simulated-terraform.ts'
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts'

export interface Scenario {
  readonly seed: number
  /** Who waits: the product (on a backend that keeps no turns too), or each Terraform by itself (`-lock-timeout`). */
  readonly by: 'lockstep' | 'lockstep-without-turns' | 'terraform'
  /** When each run looks at the lock for the first time, in milliseconds since the start. */
  readonly arrivals: readonly number[]
  /** Until then somebody else holds the lock. */
  readonly heldUntilMs: number
  readonly holdMs: (random: Random) => number
  readonly terraformStartMs: (random: Random) => number
  readonly lockTimeoutMs: number
  readonly faults?: StoreFaults
  /** Called once before time passes. */
  readonly prepare?: (world: World) => void
}

/** What a scenario may reach into. */
export interface World {
  readonly runs: readonly RunTrace[]
  readonly clock: VirtualClock
  readonly store: SimulatedStore
}

/** Times are milliseconds since the start. */
export interface RunTrace {
  readonly arrivedAt: number
  /** Of each Terraform. */
  readonly startedAt: number[]
  takenAt: number | undefined
  releasedAt: number | undefined
  end: string | undefined
}

export interface Trace {
  readonly runs: readonly RunTrace[]
  readonly heldUntilMs: number
  readonly requests: ReadonlyMap<string, number>
  /** The keys that are left in the bucket. */
  readonly left: readonly string[]
}

/** Plays a scenario to its end, in virtual time. The same scenario gives the same trace. */
export async function playScenario(scenario: Scenario): Promise<Trace> {
  const { seed, arrivals, heldUntilMs } = scenario
  const clock = createVirtualClock()
  const runs = arrivals.map((arrivedAt): RunTrace => {
    return { arrivedAt, startedAt: [], takenAt: undefined, releasedAt: undefined, end: undefined }
  })
  let holder: RunTrace | undefined
  const store = createSimulatedStore({
    clock,
    latencyMs: s3Latency(seededRandom(seed)),
    faults: scenario.faults,
    onChange(key, object) {
      if (key !== lockKey) return
      if (object === undefined) {
        if (holder !== undefined) holder.releasedAt = clock.elapsed()
        holder = undefined
        return
      }
      const { ID } = JSON.parse(object.body) as { ID: string }
      holder = runs[Number(ID.split('-')[1])]
      if (holder !== undefined) holder.takenAt = clock.elapsed()
    },
  })
  if (heldUntilMs > 0) {
    store.plant(lockKey, simulatedLockJson('foreign', clock.now()))
    void clock.sleep(heldUntilMs).then(() => {
      store.uproot(lockKey)
    })
  }
  const world = { runs, clock, store }
  for (const [index, run] of runs.entries()) {
    void clock.sleep(run.arrivedAt).then(async () => {
      run.end = await contend(scenario, world, run, index).catch(String)
    })
  }
  scenario.prepare?.(world)
  await clock.run()
  return { runs, heldUntilMs, requests: store.requests, left: store.keys() }
}

async function contend(scenario: Scenario, world: World, run: RunTrace, index: number): Promise<string> {
  const { clock, store } = world
  // Its chances do not depend on what the others do.
  const random = seededRandom(scenario.seed * 10_007 + index + 1)
  const model: TerraformModel = {
    ...{ clock, store },
    startMs: () => scenario.terraformStartMs(random),
    holdMs: () => scenario.holdMs(random),
    newLockId: () => `lock-${index}-${run.startedAt.length}`,
    onStart: () => {
      run.startedAt.push(clock.elapsed())
    },
  }
  if (scenario.by === 'terraform') return await runBareTerraform(model, scenario.lockTimeoutMs)
  const end = await runUnderLock(
    simulatedDependencies(scenario, world, random),
    startJourney(),
    simulatedPreparation(world, model, scenario.by === 'lockstep'),
    { operation: 'plan', args: [], lock: true, showPlannedChanges: false },
  )
  return end.kind === 'ran' ? 'served' : end.outcome.kind
}

function simulatedDependencies({ lockTimeoutMs }: Scenario, { clock }: World, random: Random): Dependencies {
  const nothing = (): undefined => undefined
  const deps: Partial<Dependencies> = {
    clock,
    random,
    log: createLog(nothing),
    cancelled: new AbortController().signal,
    recorder: { begin: nothing, note: nothing, noteTerraform: nothing, isCalledOff: () => false },
    countProcesses: () => Promise.resolve(0),
    announce: {
      ...{ working: nothing, locked: nothing, waiting: nothing },
      ended: () => Promise.resolve(undefined),
    },
    holders: {
      known: (holder) => holder,
      look: (holder) => Promise.resolve(holder),
      callsOfLook: () => 0,
    },
  }
  const inputs: Partial<Dependencies['inputs']> = {
    ...{ onContention: 'wait', recoverLock: 'own-run', annotateLock: false, lockTimeoutMs },
    workingDirectory: '/nowhere',
  }
  return { ...deps, inputs } as Dependencies
}

function simulatedPreparation({ clock, store }: World, model: TerraformModel, hasTurns: boolean): Prepared {
  const backend: Partial<Prepared['backend']> = {
    ...{ type: 's3', address: `s3://${lockPath}`, mechanism: 's3', lockPath },
    lock: simulatedLock(clock, store),
    turns: hasTurns ? createS3Turns({ statePath }, simulatedBucket(store)) : undefined,
  }
  return { backend, terraform: simulatedTerraform(model) } as unknown as Prepared
}
