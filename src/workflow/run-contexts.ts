import type { Contexts } from './expression.ts'

type Fields = Readonly<Record<string, unknown>>

/** What the expressions of a workflow can be evaluated with: for this run, and for another one of the same state. */
export interface RunContexts {
  readonly run: Contexts
  /** The same event for another branch, commit and pull request. */
  readonly otherRun: Contexts
  /** This one, but for its branch. */
  readonly otherBranch: Contexts
  /** The same branch, with another commit. */
  readonly laterRun: Contexts
}

/** GitHub runs these with the default branch, or the one that the pull request is for, whatever they are about. */
const EVENTS_OF_ONE_BRANCH = [
  ...['issue_comment', 'issues', 'pull_request_target', 'repository_dispatch', 'schedule', 'workflow_run'],
]

/** Variables of the runner that are properties of `github`. */
const PROPERTIES = [
  ...[
    'actor',
    'api_url',
    'base_ref',
    'event_name',
    'head_ref',
    'job',
    'ref',
    'ref_name',
    'ref_type',
    'repository',
  ],
  ...[
    'repository_owner',
    'run_attempt',
    'run_id',
    'run_number',
    'server_url',
    'sha',
    'triggering_actor',
    'workflow',
  ],
  ...['workflow_ref', 'workflow_sha'],
] as const

/** Those that a run of the same state may have otherwise, and how another run could have them. */
const OTHERS: Fields = {
  sha: 'f'.repeat(40),
  workflow_sha: 'f'.repeat(40),
  run_id: '9999999999999',
  run_number: '999999999',
  actor: 'somebody-else',
  triggering_actor: 'somebody-else',
}
const OTHER_BRANCH: Fields = {
  ref: 'refs/heads/some-other-branch',
  ref_name: 'some-other-branch',
  workflow_ref: 'some/other/.github/workflows/workflow.yml@refs/heads/some-other-branch',
}
const OTHER_HEAD: Fields = { head_ref: 'some-other-branch' }

/** From the environment of the runner and the payload of its event. */
export function contextsOfRun(env: Readonly<Record<string, string | undefined>>, event: Fields): RunContexts {
  const github = Object.fromEntries(
    PROPERTIES.map((name) => [name, env[`GITHUB_${name.toUpperCase()}`] ?? ''] as const),
  )
  return contextsOf(github, event)
}

/**
 * For a job that another event starts: those that apply are mostly started by a push to the default branch. What a job of
 * this very run is known to have can't be said of it.
 */
export function contextsOfPush(
  env: Readonly<Record<string, string | undefined>>,
  event: Fields,
): RunContexts {
  const branch = textOf(fieldsOf(event['repository'])['default_branch']) ?? 'main'
  const github = {
    event_name: 'push',
    ref: `refs/heads/${branch}`,
    ref_name: branch,
    head_ref: '',
    base_ref: '',
  }
  const { run } = contextsOfRun(env, {})
  return contextsOf(
    { ...fieldsOf(run['github']), ...github },
    { repository: event['repository'], ref: github.ref },
  )
}

function contextsOf(github: Fields, event: Fields): RunContexts {
  // Empty properties stay so: on a push there is no other head_ref either.
  const given = (others: Fields): Fields =>
    Object.fromEntries(Object.entries(others).filter(([name]) => (github[name] ?? '') !== ''))
  const isOfOneBranch = EVENTS_OF_ONE_BRANCH.includes(String(github['event_name']))
  const branch = isOfOneBranch ? {} : given(OTHER_BRANCH)
  const later = { ...github, ...given({ ...OTHERS, ...OTHER_HEAD }) }
  const onBranch = (fields: Fields): Fields =>
    isOfOneBranch || !('ref' in fields) ? fields : { ...fields, ref: OTHER_BRANCH['ref'] }
  return {
    run: { github: { ...github, event } },
    otherRun: { github: { ...later, ...branch, event: onBranch(otherEvent(event)) } },
    otherBranch: { github: { ...github, ...branch, event: onBranch(event) } },
    laterRun: { github: { ...later, event: otherEvent(event) } },
  }
}

function otherEvent(event: Fields): Fields {
  const others: Fields = {
    ...{ number: 999_999_999, after: OTHERS['sha'], before: 'e'.repeat(40) },
    pull_request: {
      ...fieldsOf(event['pull_request']),
      ...{ number: 999_999_999, id: 999_999_999 },
      head: {
        ...fieldsOf(fieldsOf(event['pull_request'])['head']),
        ref: OTHER_HEAD['head_ref'],
        sha: OTHERS['sha'],
      },
    },
    issue: { ...fieldsOf(event['issue']), number: 999_999_999, id: 999_999_999 },
    head_commit: { ...fieldsOf(event['head_commit']), id: OTHERS['sha'] },
  }
  return { ...event, ...Object.fromEntries(Object.entries(others).filter(([name]) => name in event)) }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {}
}
