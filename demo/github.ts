import { startFakeGitHub, type FakeGitHub } from '../__tests__/support/fake-github.ts'
import { token } from '../__tests__/support/pull-request.ts'
import { concurrencyGroupFromAddress } from '../src/lock/state-address.ts'
import { jobs, optionsOf, pulls, type JobName, type PullNumber } from './jobs.ts'
import type { CommentVersion } from './page/page-story.ts'
import { bucket, stateKey } from './scene.ts'

const group = concurrencyGroupFromAddress(`s3://${bucket}/${stateKey}`)

/** The pull requests of the demo, with the comments that the action writes there. */
export interface DemoGitHub {
  /** The job's run is at work from now on. */
  start(name: JobName): ReturnType<typeof optionsOf>
  end(name: JobName, outcome: 'success' | 'failure' | 'cancelled'): void
  /** Of the action's comment, in the order in which they came. */
  versions(pull: PullNumber): CommentVersion[]
  close(): Promise<void>
}

/** `startedAt`: of the demo, by `performance.now()`. */
export async function startGitHub(startedAt: number): Promise<DemoGitHub> {
  const github = await startFakeGitHub({ repository: 'acme/infra', token })
  const { commit: head } = jobs.plan
  const { commit: merge } = jobs.apply
  github.addPullRequest({ ...pulled(7), headSha: head })
  github.addPullRequest({ ...pulled(8), mergedAt: new Date(), mergeCommitSha: merge })
  github.addCommit(merge, { pulls: [8] })
  const started = new Set<JobName>()

  return {
    start(name) {
      const { pull, runId, jobId, commit } = jobs[name]
      if (!started.has(name)) {
        if (name !== 'apply') github.setPullRequest(pull, { headSha: commit })
        const event = name === 'apply' ? 'push' : 'pull_request'
        github.addRun({ id: runId, event, actor: pulls[pull].author, headSha: commit, pulls: [pull] })
        github.addJob({ id: jobId, runId, name: name === 'apply' ? 'apply' : 'plan', status: 'in_progress' })
        // As the workflow of the README has it.
        if (name === 'apply') github.setGroup(group, [{ runId, jobId }])
        started.add(name)
      }
      return optionsOf(name, github)
    },
    end(name, conclusion) {
      github.setJob(jobs[name].jobId, { status: 'completed', conclusion })
      github.setRun(jobs[name].runId, { status: 'completed', conclusion })
    },
    versions: (pull) => versionsOf(github, pull, startedAt),
    close: github.close,
  }
}

function pulled(number: PullNumber): { number: PullNumber; title: string; user: string; headRef: string } {
  const { title, author, branch } = pulls[number]
  return { number, title, user: author, headRef: branch }
}

function versionsOf(github: FakeGitHub, pull: PullNumber, startedAt: number): CommentVersion[] {
  const created = `/repos/acme/infra/issues/${pull}/comments`
  const edited = github.comments(pull).map(({ id }) => `/repos/acme/infra/issues/comments/${id}`)
  return github.requests.flatMap(({ at, method, path, status, body }) => {
    const isVersion =
      (method === 'POST' && path === created && status === 201) ||
      (method === 'PATCH' && edited.includes(path) && status === 200)
    return isVersion ? [{ afterMs: at - startedAt, markdown: (body as { body: string }).body }] : []
  })
}
