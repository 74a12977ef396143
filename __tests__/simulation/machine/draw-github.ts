import type { Dice } from './dice.ts'
import type { DrawnJob } from './job.ts'

/** What GitHub has in store for a world. */
export interface DrawnGitHub {
  readonly pullRequests: readonly DrawnPullRequest[]
  /** How often each fault comes; those that are left out do not. */
  readonly faultRates: Readonly<Partial<Record<GitHubFault, number>>>
  /** It gives no answer to anybody. */
  readonly hangs: { readonly fromMs: number; readonly untilMs: number } | undefined
  /** What the token of all jobs may not do. */
  readonly denies: 'nothing' | 'comments' | 'reviews' | 'checks' | 'runs'
  /** By the number of the job: how late GitHub tells that it has ended, or that it was started. */
  readonly lagsMs: Readonly<Record<number, number>>
  /** By the number of the job: so long after its start it reads as completed, although it is at work. */
  readonly lostAfterMs: Readonly<Record<number, number>>
}

export interface DrawnPullRequest {
  readonly number: number
  /** Of the jobs that plan and apply it. */
  readonly run: number
  /** Since the end of its first plan; undefined: it stays open. */
  readonly mergesMs: number | undefined
  /** Also where it could not be planned. */
  readonly mergesUnplanned: boolean
  /** Its head moves on after the first plan, to a commit that another job plans, or nobody. */
  readonly movesOn: boolean
  /** How late GitHub names it as the one that was merged. */
  readonly namedAfterMs: number
  readonly reviews: readonly DrawnReview[]
}

export interface DrawnReview {
  /** `alice` has opened the pull request. */
  readonly author: 'alice' | 'bob' | 'carol' | 'dave' | 'robot[bot]'
  /** Since the end of the first plan; below 0: while it is planned. */
  readonly afterMs: number
  readonly opinion: 'APPROVED' | 'CHANGES_REQUESTED'
  readonly mayWrite: boolean
}

export type GitHubFault =
  | 'hang'
  | 'slow'
  | 'request-lost'
  | 'response-lost'
  | 'error-before'
  | 'error-after'
  | 'forbidden'
  | 'not-found'
  | 'secondary-limit'
  | 'too-many'

const faults: readonly (readonly [GitHubFault, readonly number[]])[] = [
  ['hang', [0.02, 0.1]],
  ['slow', [0.05, 0.3]],
  ['request-lost', [0.02, 0.1]],
  ['response-lost', [0.03, 0.15]],
  ['error-before', [0.03, 0.2]],
  ['error-after', [0.02, 0.1]],
  ['forbidden', [0.01, 0.05]],
  ['not-found', [0.01, 0.05]],
  ['secondary-limit', [0.02, 0.1]],
  ['too-many', [0.02, 0.1]],
]

/** Gives jobs a token, and makes some of them the jobs of a pull request. */
export function drawGitHub(
  dice: Dice,
  jobs: readonly DrawnJob[],
): { readonly github: DrawnGitHub | undefined; readonly jobs: readonly DrawnJob[] } {
  const { chance, one, between, skewed } = dice
  if (!chance(0.4)) return { github: undefined, jobs }
  const runs = new Set(jobs.map(({ run }) => run))
  const changes = [...runs].map((run) => drawChange(dice, run, jobs))
  // Several pull requests of one state are what goes wrong most.
  const state = chance(0.5) ? jobs[0]?.state : undefined
  const drawn = changes.flatMap((change) =>
    state === undefined || change.pullRequest === undefined
      ? change.jobs
      : change.jobs.map((job) => ({ ...job, state })),
  )
  const all = drawn.toSorted((a, b) => a.number - b.number)
  const isCalm = chance(0.3)
  const rates = faults.filter(() => !isCalm && chance(0.4)).map(([fault, some]) => [fault, one(some)])
  const hangsAt = between(0, 60_000)
  const numbers = all.map(({ number }) => number)
  return {
    jobs: all,
    github: {
      pullRequests: changes.flatMap(({ pullRequest }) => pullRequest ?? []),
      faultRates: Object.fromEntries(rates) as DrawnGitHub['faultRates'],
      hangs:
        !isCalm && chance(0.15) ? { fromMs: hangsAt, untilMs: hangsAt + skewed(5_000, 600_000) } : undefined,
      denies: chance(0.1) ? one(['comments', 'reviews', 'checks', 'runs'] as const) : 'nothing',
      lagsMs: Object.fromEntries(numbers.map((number) => [number, chance(0.5) ? between(0, 120_000) : 0])),
      lostAfterMs: Object.fromEntries(
        numbers.filter(() => chance(0.15)).map((number) => [number, skewed(2_000, 60_000)]),
      ),
    },
  }
}

interface Change {
  readonly jobs: readonly DrawnJob[]
  readonly pullRequest?: DrawnPullRequest
}

/** The jobs of one run: on a pull request and the push of its merge, or with a token only. */
function drawChange(dice: Dice, run: number, all: readonly DrawnJob[]): Change {
  const { chance, one, between, skewed } = dice
  const jobs = all.filter((job) => job.run === run)
  const [first] = jobs
  const isReviewed = jobs.some((job) => job.isReviewed)
  const canBePlanned = first?.command === 'plan' && !first.isUnlocked
  if (!canBePlanned || !chance(isReviewed ? 0.85 : 0.6))
    return { jobs: jobs.map((job) => ({ ...job, hasToken: chance(0.6) })) }
  const number = 10 + run
  const movesOn = chance(0.3)
  const requiredApprovals = one([0, 1, 1, 2])
  // Mostly both jobs set up the same engine.
  const engine = chance(0.95) ? { engine: first.engine } : {}
  const ofPullRequest = { hasToken: true, pullRequest: number, ...engine }
  const plans = jobs
    .filter(({ command }) => command === 'plan')
    .map((job): DrawnJob => ({
      ...{ ...job, ...ofPullRequest, event: 'pull_request' },
      interruptions: chance(0.2) ? job.interruptions : [],
    }))
  const applies = jobs.filter(({ command }) => command === 'apply')
  // What was only to be planned is mostly applied here, too.
  const pushed: readonly DrawnJob[] =
    applies.length > 0 || chance(0.3)
      ? applies
      : [{ ...first, ...numberedAs(all.length + mostRuns + run), command: 'apply', isReviewed: true }]
  const pushes = pushed.map((job): DrawnJob => ({
    ...{ ...job, ...ofPullRequest, event: 'push', requiredApprovals, needs: undefined },
    startsMs:
      job.attempt > 1 ? between(0, 240_000) : chance(0.3) ? between(40_000, 150_000) : between(1_000, 5_000),
  }))
  // The head that it moves on to wants one resource more.
  const [plan] = plans
  const next: DrawnJob[] =
    movesOn && plan !== undefined && chance(0.6)
      ? [
          {
            ...plan,
            ...numberedAs(all.length + run),
            head: 2,
            startsMs: between(500, 4_000),
            needs: plan.number,
          },
        ]
      : []
  return {
    jobs: [...plans, ...next, ...pushes].map((job) => ({
      ...job,
      resources: job.event === 'push' || job.head === 2 ? resourcesOf(job, movesOn) : job.resources,
    })),
    pullRequest: {
      ...{ number, run, movesOn },
      mergesMs: chance(0.9) ? skewed(500, 60_000) : undefined,
      mergesUnplanned: chance(0.4),
      namedAfterMs: chance(0.1) ? between(20_000, 90_000) : skewed(0, 15_000),
      reviews: drawReviews(dice, requiredApprovals),
    },
  }
}

function resourcesOf({ resources, run }: DrawnJob, movesOn: boolean): readonly string[] {
  return movesOn ? [...resources, `r${run}_next`] : resources
}

/** Numbered after all others, so that those keep theirs. */
function numberedAs(number: number): Pick<DrawnJob, 'number' | 'name'> {
  return { number, name: `job${number}` }
}

const mostRuns = 10

function drawReviews({ chance, one, between, skewed }: Dice, required: number): DrawnReview[] {
  const people = ['bob', 'carol', 'dave'] as const
  // Mostly as many as are asked for.
  const wanted = people.slice(0, required).map((author): DrawnReview => ({
    ...{ author, opinion: 'APPROVED', mayWrite: chance(0.92) },
    afterMs: chance(0.2) ? -between(0, 5_000) : skewed(1_500, chance(0.2) ? 90_000 : 20_000),
  }))
  const more = Array.from({ length: one([0, 0, 1, 2]) }, (): DrawnReview => ({
    author: one(['alice', 'bob', 'carol', 'dave', 'robot[bot]'] as const),
    afterMs: skewed(-5_000, 60_000),
    opinion: chance(0.8) ? 'APPROVED' : 'CHANGES_REQUESTED',
    mayWrite: chance(0.85),
  }))
  return [...wanted.filter(() => chance(0.9)), ...more]
}
