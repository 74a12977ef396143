import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parse } from 'yaml'
import type { FileCommandPaths } from './file-commands.ts'
import type { RunnerJob } from './runner-job.ts'
import type { StepRecord } from './step-record.ts'

export interface WorkflowEvent {
  name: string
  payload: unknown
}

/** The parts of action.yml that decide how the runner starts an action. */
export interface ActionManifest {
  main: string
  post: string | undefined
  /** Declared inputs; an input without a default has the empty one. */
  inputs: Map<string, { default: string; deprecationMessage: string | undefined }>
}

/** @throws Error if the folder holds no Node action, or one with a `post-if` that this runner can't evaluate. */
export function readActionManifest(actionDirectory: string): ActionManifest {
  const path = ['action.yml', 'action.yaml'].map((name) => join(actionDirectory, name)).find(existsSync)
  if (path === undefined) throw new Error(`No action.yml in ${actionDirectory}`)
  const manifest = parse(readFileSync(path, 'utf8')) as {
    runs?: Record<string, string>
    inputs?: Record<string, { default?: unknown; deprecationMessage?: string } | null>
  }
  const runs = manifest.runs ?? {}
  if (runs.using?.startsWith('node') !== true || runs.main === undefined) {
    throw new Error(`${path} is not a JavaScript action`)
  }
  const postCondition = (runs['post-if'] ?? 'always()').replace(/^\$\{\{(.*)\}\}$/, '$1').trim()
  if (postCondition !== 'always()') throw new Error(`post-if: ${postCondition} can't be evaluated here`)
  const inputs = Object.entries(manifest.inputs ?? {}).map(
    ([name, input]) =>
      [name, { default: scalar(input?.default), deprecationMessage: input?.deprecationMessage }] as const,
  )
  return { main: runs.main, post: runs.post, inputs: new Map(inputs) }
}

function scalar(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : ''
}

/**
 * The values of INPUT_*, by input name: what the user wrote, then the defaults. The platform doesn't enforce
 * `required`, and an input that action.yml doesn't declare is passed on with a warning.
 */
export function resolveInputs(
  manifest: ActionManifest,
  given: Record<string, string>,
  expressions: Record<string, string>,
  record: StepRecord,
): Map<string, string> {
  const declared = [...manifest.inputs.keys()]
  const values = new Map(Object.entries(given))
  const isGiven = (name: string): boolean =>
    Object.keys(given).some((key) => key.toLowerCase() === name.toLowerCase())
  for (const [name, { default: value, deprecationMessage }] of manifest.inputs) {
    if (!isGiven(name)) values.set(name, evaluate(value, expressions))
    else if (deprecationMessage !== undefined) {
      record.complain('warning', `Input '${name}' has been deprecated with message: ${deprecationMessage}`)
    }
  }
  const unexpected = Object.keys(given).filter(
    (key) => !declared.some((name) => name.toLowerCase() === key.toLowerCase()),
  )
  if (unexpected.length > 0) {
    record.complain(
      'warning',
      `Unexpected input(s) '${unexpected.join("', '")}', valid inputs are ['${declared.join("', '")}']`,
    )
  }
  return values
}

function evaluate(text: string, expressions: Record<string, string>): string {
  return text.replace(/\$\{\{(.*?)\}\}/gs, (_, expression: string) => expressions[expression.trim()] ?? '')
}

export interface EnvironmentParts {
  job: RunnerJob
  inputs: Map<string, string>
  /** Of the workflow, the job and the step; the runner's own variables win over it. */
  user: Record<string, string>
  state: Map<string, string>
  event: WorkflowEvent
  /** Overrides of GITHUB_*, without the prefix. */
  github: Record<string, string>
  workspace: string
  files: FileCommandPaths
  /** What earlier stages added to the PATH, oldest first. */
  addedPath: string[]
  debug: boolean
}

/**
 * The environment of a JavaScript action, in the order of precedence of `ActionRunner.cs` and
 * `NodeScriptActionHandler.cs`. Of the machine it takes PATH only: no credentials, no home folder.
 */
export function stepEnvironment(parts: EnvironmentParts): Record<string, string> {
  const base = {
    PATH: process.env.PATH ?? '',
    HOME: parts.job.homeDirectory,
    LANG: 'C.UTF-8',
    USER: 'runner',
    CI: 'true',
    RUNNER_TRACKING_ID: parts.job.trackingId,
    ...parts.user,
  }
  const environment: Record<string, string> = {
    ...base,
    PATH: [...parts.addedPath.toReversed(), base.PATH].join(':'),
    ...prefixed('STATE_', [...parts.state]),
    ...prefixed(
      'INPUT_',
      [...parts.inputs].map(([name, value]) => [name.replaceAll(' ', '_').toUpperCase(), value]),
    ),
    ...prefixed('GITHUB_', Object.entries(gitHubContext(parts))),
    ...prefixed('RUNNER_', Object.entries(runnerContext(parts))),
    GITHUB_ACTIONS: 'true',
  }
  // It breaks the runner's own node (actions/runner#795).
  delete environment.NODE_ICU_DATA
  return environment
}

function prefixed(prefix: string, entries: [string, string][]): Record<string, string> {
  return Object.fromEntries(entries.map(([name, value]) => [prefix + name, value]))
}

function runnerContext({ job, workspace, debug }: EnvironmentParts): Record<string, string> {
  return {
    OS: { darwin: 'macOS', win32: 'Windows' }[process.platform as string] ?? 'Linux',
    ARCH: process.arch === 'arm64' ? 'ARM64' : 'X64',
    NAME: 'GitHub Actions 1',
    ENVIRONMENT: 'github-hosted',
    TEMP: job.tempDirectory,
    TOOL_CACHE: job.toolDirectory,
    WORKSPACE: dirname(workspace),
    ...(debug && { DEBUG: '1' }),
  }
}

function gitHubContext({ job, event, github, workspace, files }: EnvironmentParts): Record<string, string> {
  const repository = github.REPOSITORY ?? 'acme/infra'
  const references = { ...referencesOf(event), ...github }
  const sha = github.SHA ?? 'ffac537e6cbbf934b08745a378932722df287a53'
  return {
    ACTION: '__acme_lockstep',
    ACTION_REF: 'v1',
    ACTION_REPOSITORY: 'acme/lockstep',
    ACTOR: 'octocat',
    ACTOR_ID: '583231',
    // Nothing listens there, so that a test which forgets its fake server never reaches GitHub.
    API_URL: 'http://127.0.0.1:9',
    GRAPHQL_URL: 'http://127.0.0.1:9/graphql',
    BASE_REF: references.BASE_REF,
    HEAD_REF: references.HEAD_REF,
    EVENT_NAME: event.name,
    EVENT_PATH: writeEvent(event, job.tempDirectory),
    JOB: 'terraform',
    REF: references.REF,
    REF_NAME: references.REF.replace(/^refs\/(heads|tags|pull)\//, ''),
    REF_PROTECTED: 'false',
    REF_TYPE: references.REF.startsWith('refs/tags/') ? 'tag' : 'branch',
    REPOSITORY: repository,
    REPOSITORY_ID: '1296269',
    REPOSITORY_OWNER: repository.split('/')[0] ?? '',
    REPOSITORY_OWNER_ID: '1',
    RETENTION_DAYS: '90',
    RUN_ATTEMPT: '1',
    RUN_ID: '1658821493',
    RUN_NUMBER: '3',
    SERVER_URL: 'https://github.com',
    SHA: sha,
    TRIGGERING_ACTOR: 'octocat',
    WORKFLOW: 'terraform',
    WORKFLOW_REF: `${repository}/.github/workflows/terraform.yml@${references.REF}`,
    WORKFLOW_SHA: sha,
    WORKSPACE: workspace,
    ...files,
    ...github,
  }
}

function writeEvent(event: WorkflowEvent, tempDirectory: string): string {
  const folder = join(tempDirectory, '_github_workflow')
  mkdirSync(folder, { recursive: true })
  const path = join(folder, 'event.json')
  writeFileSync(path, JSON.stringify(event.payload))
  return path
}

// `pull_request_target` and `issue_comment` run on the default branch.
function referencesOf(event: WorkflowEvent): Record<'REF' | 'HEAD_REF' | 'BASE_REF', string> {
  const payload = (event.payload ?? {}) as {
    ref?: string
    pull_request?: { number?: number; head?: { ref?: string }; base?: { ref?: string } }
  }
  const pull = event.name.startsWith('pull_request') ? payload.pull_request : undefined
  const defaultRef = payload.ref ?? 'refs/heads/main'
  const isMerge = pull?.number !== undefined && event.name !== 'pull_request_target'
  return {
    REF: isMerge ? `refs/pull/${String(pull.number)}/merge` : defaultRef,
    HEAD_REF: pull?.head?.ref ?? '',
    BASE_REF: pull?.base?.ref ?? '',
  }
}
