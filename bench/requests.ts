import { startFakeGitHub, type FakeGitHub } from '../__tests__/support/fake-github.ts'
import { token } from '../__tests__/support/pull-request.ts'
import { createRepository } from '../__tests__/support/repository.ts'
import { s3Backend } from '../__tests__/support/terraform-project.ts'
import type { WorkflowEvent } from '../__tests__/support/fake-runner/runner-environment.ts'
import type { BenchJob, JobContext } from './bench-job.ts'
import { figureFromPairs, type Figure } from './figure.ts'
import type { WatchedStore } from './stores.ts'
import type { StoreRequest } from './store-process.ts'

const key = 'requests/terraform.tfstate'
const repository = { id: 1296269, full_name: 'acme/infra', visibility: 'private', private: true }
/** Longer than the time after which a lock is annotated. */
const holdSeconds = 1

/** Requests of a plan on a pull request, and of the apply of that plan after its merge, nobody else being at the state. */
export async function measureRequests(job: BenchJob, store: WatchedStore): Promise<Figure[]> {
  const gitHub = await startFakeGitHub({ repository: 'acme/infra', token })
  try {
    const project = job.project(s3Backend({ s3: store.endpoint, key }), '')
    const git = createRepository(project)
    const write = (name: string): void => {
      project.write('hold.tf', holding(name))
    }
    write('first')
    git.commit('First')
    await job.shell(project, 'terraform init -input=false && terraform apply -auto-approve -input=false')
    git.branch('change')
    write('second')
    const commit = git.commit('Change')
    gitHub.addPullRequest({ number: 7, headSha: commit, headRef: 'change' })
    git.testMerge('change')
    const counted = async (inputs: Record<string, string>, context: JobContext): Promise<Counts> => {
      await store.takeRequests()
      gitHub.requests.splice(0)
      await job.action(project, inputs, contextOf(gitHub, context)).ended
      return countsOf(await store.takeRequests(), gitHub.requests.length)
    }

    const plan = async (): Promise<Counts> =>
      await counted(
        { command: 'plan' },
        { event: pullRequestEvent(commit, git.head()), github: { RUN_ID: '1001', SHA: git.head() } },
      )
    // The first one of a state also makes the key of its digests.
    await plan()
    const planned = await plan()
    git.checkout('main')
    const merged = git.merge('change')
    gitHub.setPullRequest(7, { mergedAt: new Date(), mergeCommitSha: merged })
    const payload = { repository, ref: 'refs/heads/main', after: merged, commits: [{ id: merged }] }
    const applied = await counted(
      { command: 'apply' },
      { event: { name: 'push', payload }, github: { RUN_ID: '1002', SHA: merged } },
    )
    return [
      ...figuresOf('plan', planned, { lock: 4, plans: 2 }),
      ...figuresOf('reviewed apply', applied, { lock: 4 }),
    ]
  } finally {
    await gitHub.close()
  }
}

/** Its apply holds the lock so long that it is annotated. */
function holding(name: string): string {
  return `resource "terraform_data" "hold" {
  triggers_replace = "${name}"
  provisioner "local-exec" {
    command = "sleep ${String(holdSeconds)}"
  }
}
`
}

function pullRequestEvent(sha: string, baseSha: string): WorkflowEvent {
  return {
    name: 'pull_request',
    payload: {
      repository,
      pull_request: {
        number: 7,
        user: { login: 'alice' },
        head: { ref: 'change', sha, repo: repository },
        base: { ref: 'main', sha: baseSha, repo: repository },
      },
    },
  }
}

function contextOf(gitHub: FakeGitHub, { github = {}, ...context }: JobContext): JobContext {
  return {
    expressions: { 'github.token': token, 'job.check_run_id': '4711' },
    github: { API_URL: gitHub.apiUrl, ...github },
    ...context,
  }
}

interface Counts {
  /** All of Terraform's own. */
  readonly terraform: number
  readonly lock: number
  /** Whether a store that is not AWS honours conditions; asked once before the first conditional write of a run. */
  readonly probes: number
  readonly plans: number
  readonly gitHub: number
}

function countsOf(requests: readonly StoreRequest[], gitHub: number): Counts {
  const ours = requests.filter(({ userAgent }) => userAgent.includes('aws-sdk-js'))
  const lock = ours.filter((request) => request.key === `${key}.tflock`).length
  const probes = ours.filter((request) => request.key.includes('.lockstep-probe-')).length
  const plans = ours.length - lock - probes
  return { terraform: requests.length - ours.length, lock, probes, plans, gitHub }
}

function figuresOf(what: string, counts: Counts, limits: { lock?: number; plans?: number }): Figure[] {
  const figure = (name: string, measured: number, limit: number | undefined): Figure =>
    figureFromPairs(
      {
        name: `${what}: ${name}`,
        unit: 'requests',
        baseline: "all of Terraform's own to S3",
        measured: `of the action, ${name}`,
        ...(limit === undefined ? {} : { bars: [{ on: 'measured', limit, margin: 0 }] }),
      },
      [{ baseline: counts.terraform, measured, beganQuietly: true }],
    )
  return [
    figure('S3, lock', counts.lock, limits.lock),
    ...(counts.probes === 0 ? [] : [figure('S3, not on AWS', counts.probes, undefined)]),
    figure('S3, plans and all else', counts.plans, limits.plans),
    figure('GitHub', counts.gitHub, undefined),
  ]
}
