import { checkGroupNames } from './check-groups.ts'
import { checkApplyJob, environmentsOf, type CheckFacts } from './check-job.ts'
import type { Finding } from './finding.ts'
import {
  applyingChains,
  chainsOfJob,
  chainsOfName,
  readJobChains,
  type JobChain,
  type JobSite,
} from './job-chains.ts'
import { contextsOfPush, contextsOfRun, type RunContexts } from './run-contexts.ts'
import type { WorkflowPlace } from './workflow-place.ts'

/** What is looked at: this very job, which applies, or every job of the workflow that will. */
export interface Inspection extends Pick<CheckFacts, 'isEnterpriseServer' | 'stateAddress' | 'stateGroup'> {
  readonly site: JobSite
  readonly isApply: boolean
  readonly env: Readonly<Record<string, string | undefined>>
  /** The payload of the event. */
  readonly event: Readonly<Record<string, unknown>>
  /** The context `matrix` of this job. */
  readonly matrix: unknown
  /** GITHUB_ACTION_REPOSITORY: how a step names this action. */
  readonly action: string
  /** Of this job, by GitHub's own account; undefined where it gives none. */
  readonly groups: readonly string[] | undefined
}

export interface InspectionHands {
  readonly readFile: (place: WorkflowPlace) => Promise<string | undefined>
  readonly isGuardedEnvironment: (name: string) => Promise<boolean>
  /** As GitHub shows it. */
  readonly readJobName: () => Promise<string | undefined>
}

export interface InspectionEnd {
  readonly findings: readonly Finding[]
  /** Sentences about what could not be looked at. */
  readonly gaps: readonly string[]
}

/** Each environment is a request. */
const maxEnvironments = 10

/** Looks at the workflow that this job is part of. */
export async function inspectWorkflow(
  inspection: Inspection,
  { readFile, isGuardedEnvironment, readJobName }: InspectionHands,
): Promise<InspectionEnd> {
  const { site, isApply, env, event, action, groups, matrix } = inspection
  const { chains, gaps } = await readJobChains(site, readFile)
  const ways = isApply ? chainsOfJob(chains, site) : applyingChains(chains, action)
  const ours = isApply && ways.length > 1 ? chainsOfName(ways, (await readJobName()) ?? '') : ways
  const own = contextsOfRun(env, event)
  const contexts = isApply ? own : contextsOfPush(env, event)
  const ownRun = own.run
  if (isApply && ours.length === 0 && groups !== undefined) {
    return { findings: checkGroupNames({ ...inspection, ...contexts, ownRun, groups }), gaps }
  }
  const jobs = ours.map((chain) => ({
    chain,
    known: withMatrix(contexts, isApply ? matrix : undefined, chain),
  }))
  const environments = jobs.flatMap(({ chain, known }) => environmentsOf(chain, known))
  const guarded = await guardedOf([...new Set(environments)], isGuardedEnvironment)
  const checked = jobs.map(({ chain, known }) =>
    checkApplyJob(chain, {
      ...inspection,
      ...known,
      ownRun,
      // With several it is not known which of them is of this state.
      stateGroup: isApply || ours.length === 1 ? inspection.stateGroup : undefined,
      guardedEnvironments: guarded,
      groups: isApply ? (groups ?? []) : [],
    }),
  )
  return { findings: isApply ? commonTo(checked) : unionOf(checked), gaps }
}

async function guardedOf(
  names: readonly string[],
  isGuarded: (name: string) => Promise<boolean>,
): Promise<ReadonlySet<string>> {
  const asked = names.slice(0, maxEnvironments).map(async (name) => ({ name, is: await isGuarded(name) }))
  return new Set((await Promise.all(asked)).filter(({ is }) => is).map(({ name }) => name.toLowerCase()))
}

/** In the file of a caller the same word means the caller's matrix, which nobody tells. */
function withMatrix(contexts: RunContexts, matrix: unknown, chain: JobChain): RunContexts {
  if (matrix === undefined || chain.length > 1) return contexts
  const { run, otherRun, otherBranch, laterRun } = contexts
  return {
    ...{ run: { ...run, matrix }, otherRun: { ...otherRun, matrix } },
    ...{ otherBranch: { ...otherBranch, matrix }, laterRun: { ...laterRun, matrix } },
  }
}

/** Where it is not known which of several ways leads to this job, only what holds for all of them is. */
function commonTo(checked: readonly (readonly Finding[])[]): readonly Finding[] {
  const [first = [], ...rest] = checked
  return first.filter((one) =>
    rest.every((findings) => findings.some((other) => nameOf(other) === nameOf(one))),
  )
}

function unionOf(checked: readonly (readonly Finding[])[]): readonly Finding[] {
  return [...new Map(checked.flat().map((one) => [nameOf(one), one] as const)).values()]
}

function nameOf({ code, place }: Finding): string {
  return [code, place?.file.repository, place?.file.path, place?.line].join(' ')
}
