import { evaluateText, isDifferentWith, isNeverTrue, type Contexts } from './expression.ts'
import { lastOf, type JobChain } from './job-chains.ts'
import type { Lease } from './leases.ts'
import type { RunContexts } from './run-contexts.ts'
import type { WorkflowJob } from './workflow-file.ts'

interface ChainOfLeases {
  readonly chain: JobChain
  readonly leases: readonly Lease[]
}

type Group = Pick<Lease, 'concurrency' | 'group' | 'place'>

export function cancels(
  { concurrency: { cancelInProgress } }: Pick<Lease, 'concurrency'>,
  run: Contexts,
): boolean {
  return evaluateText(cancelInProgress?.text ?? 'false', run) === 'true'
}

/** Another run of the same state has another group. */
export function isPerRun({ group }: Group, { run, otherRun }: RunContexts): boolean {
  return isDifferentWith(group, run, otherRun)
}

/**
 * All runs that apply to this state are of one branch: by what starts the workflow, by an `if`, or since each branch has a
 * state of its own.
 */
export function isOfOneBranch(chain: JobChain, { run, otherBranch }: RunContexts): boolean {
  const isPushed = evaluateText('${{ github.event_name }}', run) === 'push'
  if (isPushed && chain[0].file.pushedBranch !== undefined) return true
  const applying = lastOf(chain).job.steps?.filter(({ command }) => command === 'apply') ?? []
  const stateTexts = [
    ...chain.flatMap(({ job }) => [job.environment?.text ?? '', job.workspaceText ?? '']),
    ...applying.flatMap((step) => step.stateTexts),
  ]
  return (
    stateTexts.some((text) => isDifferentWith(text, run, otherBranch)) ||
    chain.some(({ job }) => isNeverTrue(job.condition, otherBranch)) ||
    (applying.length > 0 && applying.every(({ condition }) => isNeverTrue(condition, otherBranch)))
  )
}

/** Long enough that no name has them by chance, as it may have a branch called `dev`. */
const TELLING = ['ref', 'sha', 'run_id'] as const

/** What GitHub has made of a group's name bears the branch, the commit or the run. */
export function namesRun(group: string, { run, otherRun }: Pick<RunContexts, 'run' | 'otherRun'>): boolean {
  const telling = TELLING.map((name) => `\${{ github.${name} }}`).filter((text) =>
    isDifferentWith(text, run, otherRun),
  )
  const values = telling.map((text) => evaluateText(text, run) ?? '')
  return values.some((value) => value !== '' && group.toLowerCase().includes(value.toLowerCase()))
}

/** The number of the run is a part of its name, or the commit of a push, so nobody else is in it. */
export function isOfRunAlone({ group }: Group, run: Contexts): boolean {
  const { github, ...rest } = run
  return isDifferentWith(group, run, {
    ...rest,
    github: {
      ...{ ...(github as object), run_id: '0', run_number: '0' },
      ...(evaluateText('${{ github.event_name }}', run) === 'push' ? { sha: '0' } : {}),
    },
  })
}

/** The address of the state names the branch or the pull request: each has a state of its own. */
export function isOfStateToo({
  stateAddress,
  ownRun,
}: {
  readonly stateAddress: string | undefined
  /** The one that the address is of. */
  readonly ownRun: Contexts
}): boolean {
  const valueOf = (name: string): string => evaluateText(`\${{ github.${name} }}`, ownRun) ?? ''
  const branch = valueOf('ref_name')
  const isDefault = branch === valueOf('event.repository.default_branch')
  const names = [valueOf('head_ref'), valueOf('event.number'), ...(isDefault ? [] : [branch])].map(slugOf)
  const address = ` ${slugOf(stateAddress ?? '')} `
  return names.some((name) => name !== '' && address.includes(` ${name} `))
}

/** As names of branches are written in keys and workspaces. */
function slugOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
}

/** Jobs of the same files that are in the group of a lease, apart from those that hold it for this job. */
export function othersInGroup(
  lease: Group,
  { chain, leases, run, otherBranch }: RunContexts & ChainOfLeases,
): readonly (Group & { readonly job: WorkflowJob })[] {
  const own = leases.map(({ concurrency }) => concurrency)
  return chain.flatMap(({ file, place }) =>
    file.jobs.flatMap((job) => {
      const { concurrency } = job
      if (concurrency === undefined || own.includes(concurrency)) return []
      const other = { job, concurrency, group: concurrency.group?.text.trim() ?? '', place }
      // On its own events it is in another one.
      const isElsewhere = isNeverTrue(job.condition, run) && isDifferentWith(other.group, run, otherBranch)
      return !isElsewhere && isSameGroup(other, lease, run) ? [other] : []
    }),
  )
}

/** GitHub compares the names of groups without their case. */
export function isSameGroup(one: Group, other: Group, run: Contexts): boolean {
  const [first, second] = [evaluateText(one.group, run), evaluateText(other.group, run)]
  if (first !== undefined && second !== undefined) return first.toLowerCase() === second.toLowerCase()
  // Written alike in one file they mean the same, but for what each job has of its own.
  return one.place === other.place && one.group === other.group && !/\b(?:matrix|strategy)\b/.test(one.group)
}
