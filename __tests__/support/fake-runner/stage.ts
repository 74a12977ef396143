import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expectNoLeak } from '../canaries.ts'
import { createCommandInterpreter } from './command-interpreter.ts'
import { createFileCommands, readFileCommands } from './file-commands.ts'
import { readActionManifest, resolveInputs, stepEnvironment } from './runner-environment.ts'
import type { WorkflowEvent } from './runner-environment.ts'
import type { RunnerJob } from './runner-job.ts'
import { runnerTimetable, startStepProcess } from './step-process.ts'
import type { SentSignal, StepProcessEnd, Timetable } from './step-process.ts'
import { createStepRecord } from './step-record.ts'
import type { Annotation, LogLine, ObservedCommand, Stage, StepRecord } from './step-record.ts'

export interface StepOptions {
  /** GITHUB_WORKSPACE, and the working directory of the step. */
  workspace: string
  /** As the user writes them, under the names of action.yml. */
  inputs?: Record<string, string>
  /** Of the workflow, the job and the step. PATH is the machine's and HOME an empty folder unless given here. */
  env?: Record<string, string>
  /** Values of `${{ … }}` in defaults, like `{'github.token': 'ghs_x'}`; others are empty. */
  expressions?: Record<string, string>
  /** Masked from the start, as `secrets.*` are; the expression `github.token` always is. */
  secrets?: string[]
  /** Default: a push with an empty payload. */
  event?: WorkflowEvent
  /** Overrides of GITHUB_*, like `{REPOSITORY: 'acme/infra'}`. */
  github?: Record<string, string>
  /** Folder of action.yml; default: the root of this repository. */
  actionDirectory?: string
  node?: string
  /** Debug logging is on: RUNNER_DEBUG=1, and `debug` commands are shown. */
  debug?: boolean
  /** Live, for main and post. */
  onLine?: (line: LogLine) => void
  /** Default: the runner's real waits. */
  timetable?: Partial<Timetable>
}

export interface StepResult {
  /** Null if a signal ended node. */
  exitCode: number | null
  signal: NodeJS.Signals | null
  /** A cancelled step is `cancelled` even if node then exits with 0. */
  outcome: 'success' | 'failure' | 'cancelled'
  /** What the runner shows: masked, without the commands that it obeyed; without the heading `Run …`. */
  log: string
  lines: LogLine[]
  rawStdout: string
  rawStderr: string
  outputs: Record<string, string>
  state: Record<string, string>
  /** What was written to GITHUB_ENV. */
  env: Record<string, string>
  /** What was written to GITHUB_PATH. */
  path: string[]
  /** Masked; empty if it was over 1 MiB. */
  summary: string
  annotations: Annotation[]
  /** What `add-mask` was given. */
  masks: string[]
  commands: ObservedCommand[]
  /** What the runner complained about or dropped, in words. Empty for a well-behaved action. */
  problems: string[]
  signals: SentSignal[]
  durationMs: number
}

export interface RunningStep {
  /** Of node. */
  pid: number
  /** Rejects only if `onLine` threw. */
  result: Promise<StepResult>
  tempDirectory: string
  trackingId: string
  /** Begins the runner's timetable; it signals node only. */
  cancel: () => void
  kill: (signal: NodeJS.Signals) => void
  /**
   * A cancel as a job container has it: the runner signals `docker exec`, which hands nothing on, so that node goes on
   * while the step counts as ended.
   */
  cancelInContainer: () => void
  /** So far. */
  log: () => string
  /** Ends everything that the step started and left, and removes RUNNER_TEMP. */
  dispose: () => void
}

export function actionDirectoryOf(options: StepOptions): string {
  return options.actionDirectory ?? fileURLToPath(new URL('../../..', import.meta.url))
}

/** Starts one stage; `main` is the result of the stage before `post`. */
export async function startStage(
  stage: Stage,
  job: RunnerJob,
  options: StepOptions,
  main?: StepResult,
): Promise<RunningStep> {
  const directory = actionDirectoryOf(options)
  const manifest = readActionManifest(directory)
  const record = createStepRecord(job.masker)
  const files = createFileCommands(job.tempDirectory, randomUUID())
  const debug = options.debug ?? false
  // GITHUB_ENV of main reaches later steps, also our own post.
  const user = { ...options.env, ...main?.env }
  const env = stepEnvironment({
    job,
    inputs: resolveInputs(manifest, options.inputs ?? {}, options.expressions ?? {}, record),
    user,
    state: new Map(Object.entries(main?.state ?? {})),
    event: options.event ?? { name: 'push', payload: {} },
    github: options.github ?? {},
    workspace: options.workspace,
    files,
    addedPath: main?.path ?? [],
    debug,
  })
  const interpreter = createCommandInterpreter(record, {
    masker: job.masker,
    workspace: options.workspace,
    repository: env.GITHUB_REPOSITORY ?? '',
    allowsUnsecureCommands: user.ACTIONS_ALLOW_UNSECURE_COMMANDS?.trim().toLowerCase() === 'true',
    debug,
  })
  const raw = { stdout: '', stderr: '' }
  const failures: unknown[] = []
  const node = await startStepProcess({
    node: options.node ?? process.execPath,
    script: join(directory, (stage === 'main' ? manifest.main : manifest.post) ?? ''),
    cwd: options.workspace,
    env,
    timetable: { ...runnerTimetable, ...options.timetable },
    onText(text, stream) {
      raw[stream] += text
    },
    onLine(text, stream, at) {
      const command = interpreter.receive(text, stream)
      const masked = job.masker.mask(text)
      const line: LogLine = { stage, stream, text, masked, at, ...(command && { command }) }
      record.lines.push(line)
      try {
        options.onLine?.(line)
      } catch (error) {
        failures.push(error)
      }
    },
  })

  job.onDispose(() => {
    node.kill('SIGKILL')
  })

  async function finish(): Promise<StepResult> {
    const end = await node.ended
    interpreter.end()
    const summary = textIfAny(files.STEP_SUMMARY)
    readFileCommands(files, record, job.masker)
    expectNoSecretOf(options, record, { stage, summary })
    if (end.cancelled) record.annotate('error', 'The operation was canceled.')
    if (failures.length > 0) throw failures[0]
    return resultFrom(record, end, raw)
  }

  return {
    pid: node.pid,
    result: finish(),
    tempDirectory: job.tempDirectory,
    trackingId: job.trackingId,
    cancel: node.cancel,
    kill: node.kill,
    cancelInContainer: node.abandon,
    log: () => record.log.join('\n'),
    dispose: job.dispose,
  }
}

function resultFrom(
  record: StepRecord,
  end: StepProcessEnd,
  raw: { stdout: string; stderr: string },
): StepResult {
  return {
    exitCode: end.exitCode,
    signal: end.signal,
    outcome: outcomeOf(end, record),
    log: record.log.join('\n'),
    lines: record.lines,
    rawStdout: raw.stdout,
    rawStderr: raw.stderr,
    outputs: Object.fromEntries(record.outputs),
    state: Object.fromEntries(record.state),
    env: Object.fromEntries(record.environment),
    path: record.path,
    summary: record.summary,
    annotations: record.annotations,
    masks: record.masks,
    commands: record.commands,
    problems: record.problems,
    signals: end.signals,
    durationMs: end.durationMs,
  }
}

function outcomeOf(end: StepProcessEnd, record: StepRecord): StepResult['outcome'] {
  if (end.cancelled) return 'cancelled'
  return end.exitCode === 0 && !record.commandFailed ? 'success' : 'failure'
}

/** All that the runner was told. Only to be masked it may be told a secret. */
function expectNoSecretOf(
  { inputs = {}, expressions = {} }: StepOptions,
  { lines, outputs, state, environment, path }: StepRecord,
  { stage, summary }: { stage: Stage; summary: string },
): void {
  const secrets = [
    expressions['github.token'] ?? '',
    inputs['github-token'] ?? '',
    inputs['plan-encryption-key'] ?? '',
  ]
  const told: Record<string, string> = {
    'its log': tellingLines(lines).join('\n'),
    'its summary': summary,
    'its outputs': JSON.stringify([...outputs]),
    'its state': JSON.stringify([...state, ...environment, ...path]),
  }
  for (const [where, text] of Object.entries(told)) {
    expectNoLeak(`by ${stage} in ${where}`, text, secrets)
  }
}

/** What a child printed as it is masked by then, and all else as it was printed. */
function tellingLines(lines: readonly LogLine[]): string[] {
  let stopToken: string | undefined
  return lines.flatMap(({ text, masked, command }) => {
    if (command?.obeyed === true && command.name === 'add-mask') return []
    if (command?.obeyed === true && command.name === 'stop-commands') stopToken = command.data.toLowerCase()
    else if (command?.name === stopToken) stopToken = undefined
    return [stopToken === undefined ? text : masked]
  })
}

function textIfAny(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
