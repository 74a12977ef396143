import { relative } from 'node:path'
import { waitAtMost, type Clock } from '../clock.ts'
import { createGitHubClient, type GitHubClient } from '../github/client.ts'
import { createRunReader } from '../github/runs.ts'
import type { RunReference } from '../lock/annotation.ts'
import { parseComment, type CommentKey } from '../report/comment-marker.ts'
import type { SummaryOptions } from '../report/job-summary.ts'
import type { OwnRun } from '../report/story.ts'
import { createTokenBucket } from '../retry/token-bucket.ts'
import type { Inputs } from '../runner/inputs.ts'
import type { Log } from '../runner/log.ts'
import { placesOfBackendConfig } from '../runner/secrets.ts'
import type { WorkflowEvent } from '../runner/workflow-event.ts'
import { pagesOf } from './action-page.ts'
import { createAnnouncer } from './announce.ts'
import { createCommentWriter, type CommentWriter } from './comment-writer.ts'
import { createHolderWatch, type HolderWatch } from './holder-watch.ts'
import type { Dependencies } from './dependencies.ts'
import type { Journey, Outcome } from './outcome.ts'
import { describeCommentFailure, isWorthAComment, openThread } from './pull-request.ts'
import { phaseOf, storyOf } from './report.ts'

export interface GitHubContext {
  readonly inputs: Inputs
  readonly env: Readonly<Record<string, string | undefined>>
  readonly event: WorkflowEvent
  readonly ownRun: RunReference | undefined
  readonly clock: Clock
  readonly log: Log
}

/** An hour's wait comes to 16 calls; finding or making the comment takes up to 4. A repository has 1,000 for all its jobs. */
const callsAtOnce = 4
const refillMs = 280_000
const maxLookMs = 5_000
const maxReportMs = 10_000

/** What a run asks GitHub, and tells it. Without a token, or outside of GitHub, it asks and tells nothing. */
export function createOnGitHub(
  context: GitHubContext,
  journey: Journey,
): Pick<Dependencies, 'github' | 'holders' | 'announce'> {
  const { clock, log } = context
  const debug = (message: string): void => {
    log.debug(message)
  }
  const client = clientOf(context, debug)
  const calls = createTokenBucket(clock, callsAtOnce, refillMs)
  const readRun =
    client === undefined || context.ownRun === undefined
      ? undefined
      : createRunReader(client, context.ownRun.serverUrl)
  const holders = createHolderWatch({ readRun, clock, calls, debug })
  const comment = client === undefined ? silent : writerOf(context, journey, holders, client)
  return {
    github: client,
    holders,
    // On a push the pull request has to be looked for, which takes the place of that request.
    announce: createAnnouncer({ clock, comment, holders, calls, tellsWork: context.event.name !== 'push' }),
  }
}

function clientOf(
  { inputs, env, ownRun }: GitHubContext,
  debug: (message: string) => void,
): (() => Promise<GitHubClient>) | undefined {
  const { githubToken: token } = inputs
  const apiUrl = env['GITHUB_API_URL'] ?? ''
  if (token === undefined || apiUrl === '' || ownRun === undefined) return undefined
  let client: Promise<GitHubClient> | undefined
  return () => (client ??= createGitHubClient({ token, apiUrl, debug }))
}

function writerOf(
  context: GitHubContext,
  journey: Journey,
  holders: HolderWatch,
  client: () => Promise<GitHubClient>,
): CommentWriter {
  const { inputs, env, event, clock, log } = context
  const debug = (message: string): void => {
    log.debug(message)
  }
  const { command, commentKey } = inputs
  if (inputs.comment === 'never' || !COMMENTING.has(command)) return silent
  // All that an unlock has to tell is about contention.
  const policy = command === 'unlock' && inputs.comment === 'contention' ? 'auto' : inputs.comment
  const run = ownRunOf(context)
  const folderName = folderNameOf(inputs)
  const backendConfig = placesOfBackendConfig(inputs.backendConfig)
  const key = (): CommentKey => ({
    stateAddress: journey.stateAddress,
    folder:
      inputs.stateAddress === undefined
        ? JSON.stringify([folderName, inputs.workspace ?? env['TF_WORKSPACE'], backendConfig])
        : undefined,
    commentKey,
  })
  return createCommentWriter({
    clock,
    openThread: async () =>
      await openThread({
        inputs,
        event,
        client,
        repository: env['GITHUB_REPOSITORY'] ?? '',
        commit: env['GITHUB_SHA'] ?? '',
        branch: env['GITHUB_REF_NAME'] ?? '',
        lockPullRequest: journey.lockPullRequest,
        carriesMarker: (body) => parseComment(body, key()) !== undefined,
        debug,
      }),
    render: async (phase, before) => {
      // Loaded only here: it would delay the start of Terraform.
      const { renderComment } = await import('../report/comment-body.ts')
      const holder = journey.holder === undefined ? undefined : holders.known(journey.holder)
      return renderComment(
        { ...storyOf(command, phase, journey), holder, run, plan: await journey.viewPlan?.() },
        {
          key: key(),
          kept: before === undefined ? undefined : parseComment(before.body, key()),
          folderName,
          ...tellOptionsOf(context, journey, clock),
        },
      )
    },
    isWorthAComment: (phase) => isWorthAComment(policy, phase),
    onWritten: ({ url }) => {
      journey.commentUrl = url
    },
    debug,
  })
}

/** What comment and summary need beside the story. */
export function tellOptionsOf(
  context: Pick<GitHubContext, 'inputs' | 'env'> | undefined,
  journey: Journey,
  clock: Clock,
): SummaryOptions {
  const env = context?.env ?? {}
  const { sensitive } = journey
  const options = { now: clock.now(), sensitive, action: actionOf(env), pages: pagesOf(env) }
  if (context === undefined || journey.mechanism === 's3') return options
  const { inputs } = context
  // An address names no lock table, so a step for such a state works in its folder.
  const { workspace } = inputs
  const place = { 'working-directory': folderNameOf(inputs) }
  return { ...options, stateInputs: workspace === undefined ? place : { ...place, workspace } }
}

function actionOf(env: GitHubContext['env']): string {
  return `${env['GITHUB_ACTION_REPOSITORY'] ?? ''}@${env['GITHUB_ACTION_REF'] ?? ''}`
}

function folderNameOf({ workspaceRoot, workingDirectory }: Inputs): string {
  return relative(workspaceRoot, workingDirectory) || '.'
}

/** How the run is told of: by its job's page, where the job is known. */
export function ownRunOf({ inputs, env, event, ownRun }: GitHubContext): OwnRun | undefined {
  if (ownRun === undefined) return undefined
  const { serverUrl, repository, runId, attempt, jobId, actor } = ownRun
  const page = jobId === null ? `attempts/${String(attempt)}` : `job/${String(jobId)}`
  return {
    serverUrl,
    repository,
    url: `${serverUrl}/${repository}/actions/runs/${String(runId)}/${page}`,
    // An unlock is about no commit, whatever its workflow was started on.
    commit: inputs.command === 'unlock' ? '' : commitOf(event, env['GITHUB_SHA']),
    actor: actor ?? '',
  }
}

/** Asks once more for the run of a holder that was waited for in vain, since the advice depends on it. */
export async function lookAtHolder(deps: Dependencies, outcome: Outcome, journey: Journey): Promise<void> {
  const { holders, clock, cancelled } = deps
  const { holder } = journey
  if (holder === undefined) return
  if (outcome.kind === 'contended') {
    await waitAtMost(clock, holders.look(holder, 'now'), maxLookMs, cancelled)
  }
  journey.holder = holders.known(holder)
}

/** Writes the comment's last version. Returns a warning where that was not possible and should have been. */
export async function reportOnGitHub(
  deps: Pick<Dependencies, 'announce' | 'cancelled' | 'event' | 'log'>,
  outcome: Outcome,
): Promise<string | undefined> {
  const { announce, cancelled, event, log } = deps
  const failure = await announce.ended(phaseOf(outcome), maxReportMs, cancelled)
  if (failure === undefined) return undefined
  const { kind, text } = describeCommentFailure(failure, event)
  if (kind === 'warning') return text
  log.say(text)
  return undefined
}

/** What the workflow was started for. Elsewhere a step has checked out what it likes. */
function commitOf({ name, pullRequest }: WorkflowEvent, sha = ''): string {
  if (name === 'issue_comment' || name === 'pull_request_target') return ''
  return pullRequest?.headCommit ?? sha
}

const COMMENTING: ReadonlySet<Inputs['command']> = new Set(['plan', 'apply', 'unlock'])

const silent: CommentWriter = {
  open: () => undefined,
  post: () => Promise.resolve(undefined),
  finish: () => Promise.resolve(undefined),
}
