import { expect } from '@jest/globals'
import type { ActionRunOptions, RunningStep, StepResult } from './fake-runner.ts'
import { startEmbeddedS3, type EmbeddedS3 } from './embedded-s3.ts'
import { startFakeGitHub, type FakeGitHub } from './fake-github.ts'
import { lockstep } from './lockstep.ts'
import { token } from './pull-request.ts'
import { createRepository, type GitRepository, type MergeMethod } from './repository.ts'
import { createProject, s3Backend, type TerraformProject } from './terraform-project.ts'

export const stateKey = 'app/terraform.tfstate'
export const plansPrefix = `.lockstep/plans/${stateKey}/`
export const claimsPrefix = `.lockstep/claims/${stateKey}/`

type Inputs = Record<string, string>

export interface PullRequestOfTest {
  number: number
  branch: string
  /** Of its head. */
  commit: string
}

/** A repository on a GitHub, with its state in a bucket, in which plans are made, reviewed, merged and applied. */
export interface ReviewedWorld {
  readonly s3: EmbeddedS3
  readonly github: FakeGitHub
  readonly project: TerraformProject
  readonly git: GitRepository
  /**
   * A branch with this configuration, or with it in a file of its own, and an open pull request for it; main stays
   * checked out.
   */
  open(number: number, body: string, file?: string): PullRequestOfTest
  /** Plans on the event `pull_request`, on the test merge. */
  plan(pull: PullRequestOfTest, inputs?: Inputs, more?: Partial<ActionRunOptions>): Promise<StepResult>
  /** Merges it, and applies on the `push` that this makes. */
  mergeAndApply(pull: PullRequestOfTest, inputs?: Inputs, method?: MergeMethod): Promise<StepResult>
  merge(pull: PullRequestOfTest, method?: MergeMethod): string
  /** Applies on the `push` of this commit to main. */
  applyOnPush(commit: string, inputs?: Inputs, more?: Partial<ActionRunOptions>): Promise<StepResult>
  /** Runs a job of a run that somebody has started by hand. */
  dispatch(
    runId: string,
    inputs: Inputs,
    duringMain?: (step: RunningStep) => Promise<void>,
  ): Promise<StepResult>
  /** The keys of the bucket with this prefix. */
  keys(prefix: string): string[]
  /** Any run on a pull request's event. */
  onPullRequest(
    pull: PullRequestOfTest,
    more?: { name?: string; isFork?: boolean },
  ): Partial<ActionRunOptions>
  /** Values of `terraform_data`, by address, as the state has them. */
  stateValues(): Record<string, unknown>
  serial(): number
  /** Writes the state anew with the next serial, as another apply does that changes nothing of ours. */
  moveState(change?: (state: StateOfTest) => void): void
  close(): Promise<void>
}

interface StateOfTest {
  serial: number
  resources: { type: string; name: string; instances: { attributes: { input?: { value?: unknown } } }[] }[]
}

const repository = { id: 1296269, full_name: 'acme/infra', visibility: 'private', private: true }
let runs = 100

/** That a run has failed for this reason, with this sentence. */
export function expectRefused(run: StepResult, reason: string, sentence: RegExp): void {
  expect(run.outputs).toMatchObject({ result: 'failed', 'failure-reason': reason })
  expect(run.log).toMatch(sentence)
  expect(run.exitCode).toBe(1)
}

export async function startReviewedWorld(first: string): Promise<ReviewedWorld> {
  const s3 = await startEmbeddedS3({ buckets: ['tfstate'] })
  const github = await startFakeGitHub({ repository: 'acme/infra', token })
  const project = createProject(s3Backend({ s3: s3.endpoint }), '')
  const git = createRepository(project)
  const configuration = (body: string): string =>
    `terraform {\n  ${s3Backend({ s3: s3.endpoint })}\n}\n\n${body}\n`
  project.write('main.tf', configuration(first))
  git.commit('First')
  const baseOptions = (SHA: string): Partial<ActionRunOptions> => ({
    expressions: { 'github.token': token, 'job.check_run_id': '4711' },
    github: { API_URL: github.apiUrl, RUN_ID: String((runs += 1)), SHA },
  })
  const run = async (options: Partial<ActionRunOptions>, inputs: Inputs): Promise<StepResult> =>
    (await lockstep(project, { ...options, inputs })).main

  const onPullRequest: ReviewedWorld['onPullRequest'] = (
    pull,
    { name = 'pull_request', isFork = false } = {},
  ) => ({
    ...baseOptions(git.head()),
    event: {
      name,
      payload: {
        repository,
        pull_request: {
          number: pull.number,
          user: { login: 'alice' },
          head: {
            ref: pull.branch,
            sha: pull.commit,
            repo: isFork ? { id: 99, full_name: 'mallory/infra' } : repository,
          },
          base: { ref: 'main', sha: git.head(), repo: repository },
        },
      },
    },
  })
  const merge: ReviewedWorld['merge'] = ({ number, branch }, method) => {
    const mergeCommitSha = git.merge(branch, method)
    github.setPullRequest(number, { mergedAt: new Date(), mergeCommitSha })
    return mergeCommitSha
  }
  const applyOnPush: ReviewedWorld['applyOnPush'] = async (commit, inputs = {}, more = {}) =>
    await run(
      {
        ...baseOptions(commit),
        event: {
          name: 'push',
          payload: { repository, ref: 'refs/heads/main', after: commit, commits: [{ id: commit }] },
        },
        ...more,
      },
      { command: 'apply', ...inputs },
    )
  const state = (): StateOfTest => {
    const object = s3.object('tfstate', stateKey)
    return object === undefined
      ? { serial: 0, resources: [] }
      : (JSON.parse(object.body.toString()) as StateOfTest)
  }
  return {
    ...{ s3, github, project, git, onPullRequest, merge, applyOnPush },
    dispatch: async (runId, inputs, duringMain) =>
      await applyOnPush(git.head(), inputs, {
        ...(duringMain === undefined ? {} : { duringMain }),
        event: { name: 'workflow_dispatch', payload: { repository } },
        github: { API_URL: github.apiUrl, RUN_ID: runId, SHA: git.head() },
      }),
    keys: (prefix) => s3.keys('tfstate').filter((key) => key.startsWith(prefix)),
    open(number, body, file) {
      const branch = `change-${number}`
      git.branch(branch)
      project.write(file ?? 'main.tf', file === undefined ? configuration(body) : body)
      const commit = git.commit(`Change ${number}`)
      git.checkout('main')
      github.addPullRequest({ number, headSha: commit, headRef: branch })
      return { number, branch, commit }
    },
    async plan(pull, inputs = {}, more = {}) {
      git.testMerge(pull.branch)
      const result = await run({ ...onPullRequest(pull), ...more }, inputs)
      git.checkout('main')
      return result
    },
    async mergeAndApply(pull, inputs, method) {
      return await applyOnPush(merge(pull, method), inputs)
    },
    stateValues: () =>
      Object.fromEntries(
        state().resources.map(({ type, name, instances }) => [
          `${type}.${name}`,
          instances[0]?.attributes.input?.value,
        ]),
      ),
    serial: () => state().serial,
    moveState(change = () => undefined) {
      const moved = state()
      change(moved)
      s3.put('tfstate', stateKey, JSON.stringify({ ...moved, serial: moved.serial + 1 }))
    },
    async close() {
      project.dispose()
      await s3.close()
      await github.close()
    },
  }
}
