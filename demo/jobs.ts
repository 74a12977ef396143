import type { ActionRunOptions } from '../__tests__/support/fake-runner.ts'
import { token } from '../__tests__/support/pull-request.ts'

export type PullNumber = 7 | 8
export type JobName = 'plan' | 'plan again' | 'apply'

interface Pull {
  readonly title: string
  readonly author: string
  readonly branch: string
  readonly description: string
}

export const pulls: Readonly<Record<PullNumber, Pull>> = {
  7: {
    title: 'Add a queue for orders',
    author: 'alice',
    branch: 'orders-queue',
    description: 'The shop writes its orders into a queue, and no longer waits for the warehouse.',
  },
  8: {
    title: 'Add a cache to the shop',
    author: 'bob',
    branch: 'shop-cache',
    description: 'Most pages of the shop are read far more often than they change.',
  },
}

/** A job of a workflow run; each run of the demo has one. */
export interface Job {
  readonly pull: PullNumber
  readonly title: string
  readonly runId: number
  readonly jobId: number
  /** Of the branch for a pull request, of its merge for a push. */
  readonly commit: string
}

export const jobs: Readonly<Record<JobName, Job>> = {
  plan: {
    ...{ pull: 7, title: 'plan', runId: 17034889012, jobId: 48291130377 },
    commit: '9b8a7c6d5e4f30211203948576afbecd01928374',
  },
  'plan again': {
    ...{ pull: 7, title: 'plan, of the next commit', runId: 17034889420, jobId: 48291131544 },
    commit: '5c1d9e07b3f2a8846e0b7cde91a3f4450a7be612',
  },
  apply: {
    ...{ pull: 8, title: 'plan and apply, on main', runId: 17034889133, jobId: 48291130691 },
    commit: 'e41b0c22d7a95f3386c4d1f09b7a6e58c3920d17',
  },
}

const repository = { id: 1296269, full_name: 'acme/infra' }

/** What the runner tells this job of its event. */
export function optionsOf(
  name: JobName,
  { apiUrl, graphqlUrl }: { readonly apiUrl: string; readonly graphqlUrl: string },
): Pick<ActionRunOptions, 'expressions' | 'github' | 'event'> {
  const { pull, runId, jobId, commit } = jobs[name]
  const { author, branch } = pulls[pull]
  const head = { ref: branch, sha: commit, repo: repository }
  const event =
    name === 'apply'
      ? { name: 'push', payload: { repository, ref: 'refs/heads/main', after: commit } }
      : {
          name: 'pull_request',
          payload: {
            repository,
            pull_request: { number: pull, head, base: { ref: 'main', repo: repository } },
          },
        }
  return {
    expressions: { 'github.token': token, 'job.check_run_id': String(jobId) },
    github: {
      ...{ API_URL: apiUrl, GRAPHQL_URL: graphqlUrl, RUN_ID: String(runId), SHA: commit },
      ...{ ACTOR: author, TRIGGERING_ACTOR: author },
    },
    event,
  }
}
