import { plainLine } from '../report/plain-text.ts'
import { evaluateText, isNeverTrue, referencesIn, type Contexts } from './expression.ts'
import type { Finding, FindingCode } from './finding.ts'
import { lastOf, type JobChain } from './job-chains.ts'
import { leasesOf, type Lease } from './leases.ts'
import {
  approvalBeforeApply,
  cancelsOnPullRequests,
  concurrencyBlock,
  concurrencyOfJob,
  groupOfPlan,
  keepsRunning,
  queueOf,
} from './paste.ts'
import type { RunContexts } from './run-contexts.ts'
import {
  cancels,
  isOfOneBranch,
  isOfRunAlone,
  isOfStateToo,
  isPerRun,
  isSameGroup,
  namesRun,
  othersInGroup,
} from './same-group.ts'
import type { Concurrency, WorkflowJob } from './workflow-file.ts'
import type { WorkflowPlace } from './workflow-place.ts'

/** What is known beside the workflow's text. */
export interface CheckFacts extends RunContexts {
  /** It has no `queue`. */
  readonly isEnterpriseServer: boolean
  /** Names of environments whose rules let a job wait, for a person or for a time; in lower case. */
  readonly guardedEnvironments: ReadonlySet<string>
  /** The groups that the job holds by GitHub's own account, as it made them of the workflow's expressions. */
  readonly groups: readonly string[]
  /** This very run, also where another one is looked at. */
  readonly ownRun: Contexts
  /** Its outputs; undefined where the state is not known. */
  readonly stateAddress: string | undefined
  readonly stateGroup: string | undefined
}

interface ApplyJob extends CheckFacts {
  readonly chain: JobChain
  readonly leases: readonly Lease[]
}

type Rule = (job: ApplyJob) => readonly Finding[]

/** What is wrong with the concurrency of the chain's last job, which applies. */
export function checkApplyJob(chain: JobChain, facts: CheckFacts): readonly Finding[] {
  const otherRun = isOfOneBranch(chain, facts) ? facts.laterRun : facts.otherRun
  const job = { ...facts, otherRun, chain, leases: leasesOf(chain) }
  return rules.flatMap((rule) => rule(job))
}

/** The names of the environments that decide whether a group is held while somebody thinks. */
export function environmentsOf(chain: JobChain, { run }: RunContexts): readonly string[] {
  const jobs = leasesOf(chain).flatMap((lease) => lease.jobs)
  const names = jobs.map(({ environment }) => evaluateText(environment?.text ?? '', run) ?? '')
  return names.filter((name) => name !== '')
}

const noGroup: Rule = (job) => {
  if (job.leases.length > 0 || job.groups.length > 0) return []
  const { job: last, place } = lastOf(job.chain)
  const message = `${nameOf(last)} applies and is in no concurrency group: two runs of it collide on the state lock, and one fails once lock-timeout is over.`
  return [finding('no-concurrency-group', place, last.line, message, concurrencyBlock(job))]
}

const cancelling: Rule = ({ leases, run }) =>
  leases
    .filter((lease) => cancels(lease, run) && !isOfRunAlone(lease, run))
    .map(({ concurrency, place, level }) => {
      const line = concurrency.cancelInProgress?.line ?? concurrency.line
      return level === 'job'
        ? finding(
            'cancels-apply',
            ...[place, line],
            'The next run cancels this apply half-way: some resources are changed then, and the others are not.',
            keepsRunning,
          )
        : finding(
            'cancelled-from-above',
            ...[place, line],
            `The group of the ${nameOfLevel(level)} cancels what is in progress, and with it the apply, whatever the group of its own job says.`,
            evaluateText("${{ github.event_name == 'pull_request' }}", run) === 'true'
              ? keepsRunning
              : cancelsOnPullRequests,
          )
    })

const notByState: Rule = (job) => {
  const own = job.leases.at(-1)
  if (own === undefined || !areAllPerRun(job)) return []
  const names = referencesIn(own.group).filter((name) => PER_RUN.test(name))
  const parts = names.length === 0 ? 'what differs from run to run' : names.join(', ')
  const message = `The group is made of ${parts}, and the state is the same for all runs: two of them are in two groups, and collide on the state lock.`
  return [
    finding('group-not-by-state', own.place, lineOfGroup(own.concurrency), message, groupInPlaceOf(own, job)),
  ]
}

const queue: Rule = (job) => {
  const { leases, run, isEnterpriseServer } = job
  if (isEnterpriseServer || areAllPerRun(job)) return []
  return leases
    .filter((lease) => !hasQueue(lease) && !cancels(lease, run) && !isOfRunAlone(lease, run))
    .map((lease) => {
      const line = lineOfQueue(lease.concurrency)
      if (othersInGroup(lease, job).some(hasQueue)) return mixedQueue(lease, line)
      return finding(
        'queue-of-one',
        ...[lease.place, line],
        'While one run is in progress only one more can wait in this group: a third cancels the second, and what was merged with it is never applied.',
        lease.level === 'job' ? queueOf(lease.concurrency) : concurrencyOfJob(job),
      )
    })
}

const othersOfGroup: Rule = (job) => {
  const { leases, run, isEnterpriseServer } = job
  return leases.flatMap((lease) =>
    othersInGroup(lease, job).flatMap((other) => {
      const line = lineOfQueue(other.concurrency)
      if (cancels(other, run)) {
        const message = `${nameOf(other.job)} is in the group of the apply and cancels what is in progress there, the apply too.`
        return [finding('cancels-apply', other.place, line, message, groupOfPlan)]
      }
      const isMixed = !isEnterpriseServer && hasQueue(lease) && !hasQueue(other)
      return isMixed ? [mixedQueue(other, line)] : []
    }),
  )
}

const approvalInside: Rule = (job) =>
  job.leases.flatMap(({ jobs, place, concurrency, level }) => {
    const guarded = jobs.find(
      ({ environment, condition }) =>
        !isNeverTrue(condition, job.run) &&
        job.guardedEnvironments.has((evaluateText(environment?.text ?? '', job.run) ?? '').toLowerCase()),
    )
    if (guarded === undefined) return []
    const holder = level === 'job' ? 'it holds its group' : `the group of the ${nameOfLevel(level)} is held`
    const message = `${nameOf(guarded)} waits for its environment while ${holder}: until somebody has decided, nobody else gets a turn.`
    return [finding('approval-holds-queue', place, concurrency.line, message, approvalBeforeApply(job))]
  })

const deadlock: Rule = (job) =>
  job.leases.flatMap((lease, index) => {
    const outer = job.leases.slice(0, index).find((above) => isSameGroup(above, lease, job.run))
    if (outer === undefined) return []
    const message = `The group "${plainLine(lease.group, 100)}" is held by the ${nameOfLevel(outer.level)} around it already, so GitHub cancels the run for a deadlock.`
    return [
      finding('deadlock', lease.place, lineOfGroup(lease.concurrency), message, groupInPlaceOf(lease, job)),
    ]
  })

const matrix: Rule = ({ chain, run }) =>
  chain.flatMap(({ job, place }) => {
    if (job.matrix === undefined || evaluateText(job.matrix.failFast?.text ?? 'true', run) !== 'true')
      return []
    // One after the other none is at work, and the rest is left out on purpose: production after staging has failed.
    if (evaluateText(job.matrix.maxParallel?.text ?? '', run) === '1') return []
    const message = `A state of the matrix of "${plainLine(job.id, 100)}" that fails cancels the applies of the others half-way.`
    const line = job.matrix.failFast?.line ?? job.matrix.line
    return [finding('matrix-fails-fast', place, line, message, 'fail-fast: false')]
  })

const rules: readonly Rule[] = [
  ...[noGroup, deadlock, notByState, cancelling, othersOfGroup, queue, approvalInside, matrix],
]

/** Properties that differ between two runs of one state. */
const PER_RUN =
  /^github\.(?:ref|ref_name|head_ref|sha|run_id|run_number|actor|triggering_actor|workflow_ref|workflow_sha|event\.(?!repository|action))/

function finding(
  code: FindingCode,
  file: WorkflowPlace,
  line: number,
  message: string,
  paste: string,
): Finding {
  return { code, place: { file, line }, message, paste }
}

function groupInPlaceOf({ level }: Lease, job: ApplyJob): string {
  return level === 'job' ? concurrencyBlock(job) : concurrencyOfJob(job)
}

function mixedQueue(
  { group, place, concurrency }: Pick<Lease, 'group' | 'place' | 'concurrency'>,
  line: number,
): Finding {
  const message = `Others in the group "${plainLine(group, 100)}" have "queue: max" and this one has not: it cancels all that wait for them.`
  return finding('mixed-queue', place, line, message, queueOf(concurrency))
}

/** A state of its own for each branch has a group of its own rightly. */
function areAllPerRun(job: ApplyJob): boolean {
  const isNamedPerRun = job.groups.length > 0 && job.groups.every((group) => namesRun(group, job))
  const isPerRunNow = (lease: Lease): boolean =>
    isPerRun(lease, job) || (isNamedPerRun && evaluateText(lease.group, job.run) === undefined)
  return job.leases.every(isPerRunNow) && !isOfStateToo(job)
}

function hasQueue({ concurrency }: Pick<Lease, 'concurrency'>): boolean {
  return concurrency.queue?.text === 'max'
}

function lineOfGroup({ group, line }: Concurrency): number {
  return group?.line ?? line
}

function lineOfQueue(concurrency: Concurrency): number {
  return concurrency.queue?.line ?? lineOfGroup(concurrency)
}

function nameOf({ id }: WorkflowJob): string {
  return `The job "${plainLine(id, 100)}"`
}

function nameOfLevel(level: Lease['level']): string {
  return { job: 'job', 'calling-job': 'calling job', workflow: 'workflow' }[level]
}
