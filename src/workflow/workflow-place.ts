/** Where a workflow's file lies. */
export interface WorkflowPlace {
  /** `owner/name` */
  readonly repository: string
  readonly path: string
  /** A commit, or the name of one. */
  readonly ref: string
}

/**
 * The place that GITHUB_WORKFLOW_REF and `job.workflow_ref` name: `owner/name/.github/workflows/x.yml@refs/heads/main`. Its
 * repository is not always that of the run: a ruleset of an organisation brings its own.
 */
export function placeFromWorkflowRef(text: string): WorkflowPlace | undefined {
  const [, repository, path, ref] = /^([^/@]+\/[^/@]+)\/([^@]+\.ya?ml)@(.+)$/.exec(text) ?? []
  return repository === undefined || path === undefined || ref === undefined
    ? undefined
    : { repository, path, ref }
}

/** The workflow that a job calls; `./` and `$/` mean the repository and the commit of the file that calls. */
export function placeFromUses(uses: string, { repository, ref }: WorkflowPlace): WorkflowPlace | undefined {
  const [, path] = /^[.$]\/(.+\.ya?ml)$/.exec(uses) ?? []
  return path === undefined ? placeFromWorkflowRef(uses) : { repository, path, ref }
}

/** GitHub's names of repositories are not case sensitive, those of files are. */
export function isSameFile(one: WorkflowPlace, other: WorkflowPlace): boolean {
  return one.repository.toLowerCase() === other.repository.toLowerCase() && one.path === other.path
}
