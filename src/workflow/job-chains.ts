import { parseWorkflow, type WorkflowFile, type WorkflowJob, type WorkflowStep } from './workflow-file.ts'
import { isSameFile, placeFromUses, placeFromWorkflowRef, type WorkflowPlace } from './workflow-place.ts'

export interface ChainLink {
  readonly place: WorkflowPlace
  readonly file: WorkflowFile
  readonly job: WorkflowJob
}

/** A job that has steps, last, and before it the jobs whose calls lead to it, from the workflow that was started. */
export type JobChain = readonly [...ChainLink[], ChainLink]

/** How GitHub names the job that this process is a step of. */
export interface JobSite {
  /** GITHUB_WORKFLOW_REF and GITHUB_WORKFLOW_SHA: the workflow that was started. */
  readonly workflowRef: string
  readonly workflowSha: string
  /** GITHUB_JOB: its key in the file that defines it. */
  readonly job: string
  /** `job.workflow_ref` and `job.workflow_sha`: that file; empty on an Enterprise Server. */
  readonly jobWorkflowRef: string
  readonly jobWorkflowSha: string
}

export interface JobChains {
  readonly chains: readonly JobChain[]
  /** Sentences, without their full stops, about what could not be read. */
  readonly gaps: readonly string[]
}

/** GitHub takes calls ten deep, and 50 different workflows. */
const maxDepth = 10
const maxFiles = 50
/** Of ways through them: with files that call each other they grow beyond all bounds. */
const maxCalls = 1_000

/** Reads the workflow of a run, and those that it calls, as they are for this run. `read` gives a file's text. */
export async function readJobChains(
  site: JobSite,
  read: (place: WorkflowPlace) => Promise<string | undefined>,
): Promise<JobChains> {
  const top = placeFromWorkflowRef(site.workflowRef)
  if (top === undefined) return { chains: [], gaps: ['The workflow has no name that could be looked up'] }
  const own = placeFromWorkflowRef(site.jobWorkflowRef)
  const chains: JobChain[] = []
  const gaps: string[] = []
  const files = new Map<string, Promise<WorkflowFile | undefined>>()
  let calls = 0

  const open = async (place: WorkflowPlace): Promise<WorkflowFile | undefined> => {
    const name = `${place.repository}/${place.path}`
    try {
      if (files.size > maxFiles) throw new Error('there are too many')
      const text = await read(place)
      if (text === undefined) throw new Error('it was not found')
      return parseWorkflow(text)
    } catch (error) {
      gaps.push(
        `The workflow ${name} can't be looked at, since ${error instanceof Error ? error.message : ''}`,
      )
      return undefined
    }
  }
  const follow = async (place: WorkflowPlace, callers: readonly ChainLink[]): Promise<void> => {
    calls += 1
    if (calls > maxCalls) return
    const key = `${place.repository} ${place.path} ${place.ref}`
    const opening = files.get(key) ?? open(place)
    files.set(key, opening)
    const file = await opening
    if (file === undefined) return
    for (const job of file.jobs) {
      const chain: JobChain = [...callers, { place, file, job }]
      if (job.steps !== undefined) chains.push(chain)
      const called = job.uses === undefined ? undefined : placeFromUses(job.uses, place)
      if (called === undefined || chain.length > maxDepth) continue
      // By its name alone it may have come to be another one since this run began.
      const ref = own !== undefined && isSameFile(own, called) ? site.jobWorkflowSha : ''
      await follow(ref === '' ? called : { ...called, ref }, chain)
    }
  }
  await follow(site.workflowSha === '' ? top : { ...top, ref: site.workflowSha }, [])
  return { chains, gaps }
}

/** The chains that may be this job's: more than one where a workflow is called twice, or where its file is not told. */
export function chainsOfJob(chains: readonly JobChain[], site: JobSite): readonly JobChain[] {
  const own = placeFromWorkflowRef(site.jobWorkflowRef)
  return chains.filter((chain) => {
    const { place, job } = lastOf(chain)
    return job.id === site.job && (own === undefined || isSameFile(own, place))
  })
}

/** The chains that the API's name of a job fits: `caller / callee`, with the values of a matrix in brackets. */
export function chainsOfName(chains: readonly JobChain[], name: string): readonly JobChain[] {
  const parts = name.split(' / ')
  const fitting = chains.filter(
    (chain) =>
      chain.length === parts.length &&
      chain.every(({ job }, index) => {
        const [wanted, part = ''] = [job.name ?? job.id, parts[index]]
        // GitHub cuts a part of more than 100 characters.
        const isCut = part.endsWith('...') && wanted.startsWith(part.slice(0, -3))
        return wanted.includes('${{') || part === wanted || part.startsWith(`${wanted} (`) || isCut
      }),
  )
  return fitting.length > 0 ? fitting : chains
}

/** The chains to a job with a step that applies with this action. `action`: `owner/name`, empty for one by its path. */
export function applyingChains(chains: readonly JobChain[], action: string): readonly JobChain[] {
  return chains.filter((chain) =>
    lastOf(chain).job.steps?.some((step) => isStepOf(step, action) && step.command === 'apply'),
  )
}

function isStepOf({ uses = '' }: WorkflowStep, action: string): boolean {
  if (action === '') return uses.startsWith('./')
  const name = uses.replace(/@.*$/s, '').toLowerCase()
  return name === action.toLowerCase() || name.startsWith(`${action.toLowerCase()}/`)
}

export function lastOf(chain: JobChain): ChainLink {
  return chain[chain.length - 1] as ChainLink
}
