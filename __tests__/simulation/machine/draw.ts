import { diceOf, type Dice } from './dice.ts'
import { drawGitHub, type DrawnGitHub } from './draw-github.ts'
import { randomOf } from './kernel.ts'
import { faults, type Fault } from './network.ts'
import type { DrawnInterruption, DrawnJob, Interruption, Phase } from './job.ts'
import type { State } from './state.ts'

/** What a seed has in store. */
export interface DrawnWorld {
  readonly states: readonly State[]
  readonly jobs: readonly DrawnJob[]
  readonly people: readonly DrawnPerson[]
  /** How often each state was written before. */
  readonly writesBefore: number
  /** How often each fault comes; those that are left out do not. */
  readonly faultRates: ReadonlyMap<Fault, number>
  readonly faultsEndMs: number
  /** Nobody may do this to the lock. */
  readonly deniesLock: 'nothing' | 'DeleteObject' | 'GetObject'
  /** All requests of everybody fail. */
  readonly outage: { readonly fromMs: number; readonly untilMs: number } | undefined
  readonly store: 'aws' | 'other' | 'ignores-delete-conditions'
  /** undefined: no job has a token. */
  readonly github: DrawnGitHub | undefined
}

/** Somebody who works on a state from a laptop. */
export interface DrawnPerson {
  readonly name: string
  readonly state: State
  readonly startsMs: number
  readonly holdsMs: number
  readonly writes: boolean
  /** Goes away, and leaves the lock. */
  readonly leavesLock: boolean
}

export function drawWorld(): DrawnWorld {
  const dice = diceOf(randomOf('what happens'))
  const { chance, between, one } = dice
  const states = Array.from({ length: one([1, 1, 1, 1, 2, 2, 3]) }, (_, index): State => ({
    index,
    key: `s${index}/terraform.tfstate`,
    mechanism: one(['s3', 's3', 's3', 'dynamodb', 's3-and-dynamodb', 's3-and-dynamodb']),
    lineage: `lineage-${index}`,
  }))
  // From dice of its own, so that the rest of a world does not depend on it.
  const { github, jobs: ofRuns } = drawGitHub(diceOf(randomOf('GitHub')), drawJobs(dice, states))
  const onlookers = drawOnlookers(diceOf(randomOf('onlookers')), states, github !== undefined)
  const jobs = withSkew(diceOf(randomOf('clocks')), [...ofRuns, ...onlookers])
  const people = Array.from({ length: one([0, 0, 1, 1, 2]) }, (_, index): DrawnPerson => ({
    name: `laptop-${index}`,
    state: one(states),
    startsMs: between(0, 20_000),
    holdsMs: dice.skewed(500, 40_000),
    writes: chance(0.6),
    leavesLock: chance(0.1),
  }))
  const isCalm = chance(0.25)
  const rates = faults
    .filter(() => !isCalm && chance(0.5))
    .map((fault): [Fault, number] => [fault, fault === 'denied' ? 0.004 : one([0.005, 0.02, 0.06])])
  const outageAt = between(0, 30_000)
  return {
    ...{ states, jobs, people, github },
    writesBefore: one([0, 1, 3]),
    faultRates: new Map(rates),
    faultsEndMs: 600_000,
    deniesLock: chance(0.04) ? one(['DeleteObject', 'GetObject'] as const) : 'nothing',
    outage:
      !isCalm && chance(0.15)
        ? { fromMs: outageAt, untilMs: outageAt + dice.skewed(2_000, 60_000) }
        : undefined,
    store: chance(0.1) ? one(['other', 'ignores-delete-conditions'] as const) : 'aws',
  }
}

function drawJobs(dice: Dice, states: readonly State[]): DrawnJob[] {
  const { one, chance, between } = dice
  const jobs: DrawnJob[] = []
  const count = one([1, 1, 2, 2, 2, 3, 3, 4, 5, 8])
  for (let run = 1; jobs.length < count; run += 1) {
    const state = one(states)
    const resources = Array.from({ length: one([1, 1, 2, 3]) }, (_, index) => `r${run}_${index}`)
    const add = (more: Partial<DrawnJob> & Pick<DrawnJob, 'command'>): DrawnJob => {
      const job = { ...drawJob(dice, jobs.length + 1, run), state, resources, ...more }
      jobs.push(job)
      return job
    }
    const kind = one(['plan', 'unreviewed', 'unreviewed', 'reviewed', 'reviewed', 'restore'] as const)
    if (kind === 'plan') add({ command: 'plan', isUnlocked: chance(0.1) })
    else if (kind === 'restore') add({ command: 'restore', startsMs: between(5_000, 40_000) })
    else if (kind === 'unreviewed') add({ command: 'apply' })
    else {
      const { number: needs } = add({ command: 'plan', interruptions: [] })
      const applies = one([1, 1, 2])
      for (let attempt = 1; attempt <= applies; attempt += 1)
        add({
          command: 'apply',
          isReviewed: true,
          attempt,
          needs,
          startsMs: attempt === 1 ? 1_000 : between(0, 25_000),
        })
    }
  }
  return jobs
}

/** Jobs that only look, or that remove a lock which a person has named. */
function drawOnlookers(dice: Dice, states: readonly State[], hasGitHub: boolean): DrawnJob[] {
  const { chance, one, between, skewed } = dice
  if (!chance(0.3)) return []
  return Array.from({ length: one([1, 1, 2]) }, (_, index): DrawnJob => {
    const number = firstOnlooker + index
    const command = one(['unlock', 'unlock', 'unlock', 'status', 'wait', 'drift'] as const)
    return {
      ...{
        ...drawJob(dice, number, number),
        command,
        state: one(states),
        resources: ['before_0', 'drifted'],
      },
      startsMs: between(1_000, chance(0.5) ? 20_000 : 120_000),
      hasToken: hasGitHub && chance(0.7),
      unlock: { lookedMs: skewed(1_000, 30_000), isForced: chance(0.4), isMistaken: chance(0.1) },
    }
  })
}

/** Above the numbers of all other jobs. */
const firstOnlooker = 100
const mostSkewMs = 600_000

function withSkew({ chance, between }: Dice, jobs: readonly DrawnJob[]): readonly DrawnJob[] {
  if (!chance(0.3)) return jobs
  return jobs.map((job) => ({ ...job, skewMs: Math.round(between(-mostSkewMs, mostSkewMs)) }))
}

function drawJob(dice: Dice, number: number, run: number): Omit<DrawnJob, 'state' | 'resources' | 'command'> {
  const { chance, between, skewed, one } = dice
  const isDeaf = chance(0.12)
  return {
    ...{ name: `job${number}`, number, run, attempt: 1, isReviewed: false, isUnlocked: false },
    ...{ unlock: undefined, skewMs: 0 },
    ...{ event: 'workflow_dispatch', hasToken: false, pullRequest: undefined, head: 1, requiredApprovals: 0 },
    startsMs: chance(0.15) ? between(100_000, 250_000) : between(0, 12_000),
    needs: undefined,
    engine: chance(0.2) ? 'tofu' : 'terraform',
    runner: one(['hosted', 'hosted', 'self-hosted', 'container'] as const),
    postBesideMainMs: skewed(30, 10_000),
    terraformStartMs: between(80, 700),
    refreshMs: skewed(50, 4_000),
    resourceMs: isDeaf ? skewed(2_000, 400_000) : skewed(30, 5_000),
    isDeaf,
    nested: one(['none', 'none', 'none', 'none', 'none', 'none', 'works', 'refused'] as const),
    canWriteErroredState: chance(0.85),
    savesFailForMs: chance(0.08) ? one([8_000, 100_000_000]) : 0,
    providerLingersMs: chance(0.4) ? skewed(500, 30_000) : 10,
    leavesProvider: chance(0.05),
    lockTimeoutSeconds: Math.round(skewed(0, 120)),
    cancelGraceSeconds: Math.round(one([between(5, 30), 180])),
    interruptions: chance(0.35) ? [] : drawInterruptions(dice),
  }
}

/** Those that come more often stand here more often. */
const kinds: readonly Interruption[] = [
  ...Array<Interruption>(5).fill('cancel'),
  ...['force-cancel', 'machine-lost', 'freeze', 'partition', 'main-killed', 'main-killed'],
  ...['terraform-killed', 'terraform-killed', 'terraform-killed', 'both-killed', 'both-killed'],
] as Interruption[]
const phases: readonly Phase[] = [
  ...['started', 'about-to-start', 'claims', 'claims', 'tries-lock', 'has-lock', 'has-lock'],
  ...['works', 'works', 'works', 'created', 'gives-back', 'main-over'],
] as Phase[]

function drawInterruptions(dice: Dice): DrawnInterruption[] {
  const { chance, one, skewed } = dice
  const draw = (): DrawnInterruption => ({
    kind: one(kinds),
    after: one(phases),
    ms: skewed(0, chance(0.5) ? 800 : 8_000),
    lastsMs: skewed(2_000, 90_000),
  })
  return chance(0.3) ? [draw(), draw()] : [draw()]
}
