import type { ChainLink, JobChain } from './job-chains.ts'
import type { Concurrency, WorkflowJob } from './workflow-file.ts'
import type { WorkflowPlace } from './workflow-place.ts'

/** A concurrency group that is held while a job runs. */
export interface Lease {
  readonly level: 'job' | 'calling-job' | 'workflow'
  readonly concurrency: Concurrency
  readonly group: string
  readonly place: WorkflowPlace
  /** The jobs during which it is held, the one that applies among them. */
  readonly jobs: readonly WorkflowJob[]
}

/**
 * All groups that the last job of a chain needs, from the outermost on. A called workflow's own group counts for the
 * job that calls it (actions/runner, WorkflowTemplateConverter.cs), so every level adds to those above it.
 */
export function leasesOf(chain: JobChain): readonly Lease[] {
  return chain.flatMap((link, index) => {
    const below = chain.slice(index + 1).flatMap(({ file }) => file.jobs)
    const isLast = index === chain.length - 1
    return [
      ...leaseOf('workflow', link, link.file.concurrency, [...link.file.jobs, ...below]),
      ...(isLast
        ? leaseOf('job', link, link.job.concurrency, [link.job])
        : leaseOf('calling-job', link, link.job.concurrency, [link.job, ...below])),
    ]
  })
}

function leaseOf(
  level: Lease['level'],
  { place }: ChainLink,
  concurrency: Concurrency | undefined,
  jobs: readonly WorkflowJob[],
): readonly Lease[] {
  const group = concurrency?.group?.text.trim() ?? ''
  return concurrency === undefined || group === '' ? [] : [{ level, concurrency, group, place, jobs }]
}
