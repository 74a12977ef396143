import type { SecretMasker } from './secret-masker.ts'
import type { WorkflowCommand } from './workflow-commands.ts'

export type Stage = 'main' | 'post'
export type OutputStream = 'stdout' | 'stderr'
export type AnnotationKind = 'error' | 'warning' | 'notice'

export interface ObservedCommand extends WorkflowCommand {
  stream: OutputStream
  /** False between `stop-commands` and its token. */
  obeyed: boolean
}

/** One line that the action printed. */
export interface LogLine {
  stage: Stage
  stream: OutputStream
  /** As printed. */
  text: string
  /** With the masks known once the line was read. */
  masked: string
  /** Milliseconds since 1970. */
  at: number
  command?: ObservedCommand
}

export interface Annotation {
  kind: AnnotationKind
  message: string
  properties: Record<string, string>
}

/** What the runner keeps of one step while it runs. */
export interface StepRecord {
  readonly log: string[]
  readonly lines: LogLine[]
  readonly annotations: Annotation[]
  readonly commands: ObservedCommand[]
  readonly masks: string[]
  readonly problems: string[]
  readonly outputs: Map<string, string>
  readonly state: Map<string, string>
  readonly environment: Map<string, string>
  readonly path: string[]
  summary: string
  /** A command or a file command that throws fails the step whatever the exit code is. */
  commandFailed: boolean
  /** Appends to the log, masked. */
  write(text: string): void
  annotate(kind: AnnotationKind, message: string, properties?: Record<string, string>): void
  /** An annotation that the runner makes by itself, which is a problem of the action. */
  complain(kind: AnnotationKind, message: string): void
}

// ExecutionContext.cs: _maxCountPerIssueType, _maxIssueMessageLength.
const maximumAnnotationsPerKind = 10
const maximumAnnotationLength = 4096

export function createStepRecord(masker: SecretMasker): StepRecord {
  const record: StepRecord = {
    log: [],
    lines: [],
    annotations: [],
    commands: [],
    masks: [],
    problems: [],
    outputs: new Map(),
    state: new Map(),
    environment: new Map(),
    path: [],
    summary: '',
    commandFailed: false,
    write(text) {
      record.log.push(masker.mask(text))
    },
    annotate(kind, message, properties = {}) {
      const masked = masker.mask(message)
      const kept = masked.slice(0, maximumAnnotationLength)
      if (kept !== masked) {
        record.problems.push(`the message of an ${kind} annotation has more than 4096 characters: it was cut`)
      }
      if (record.annotations.filter((other) => other.kind === kind).length < maximumAnnotationsPerKind) {
        record.annotations.push({ kind, message: kept, properties })
      } else {
        record.problems.push(`more than 10 ${kind} annotations in one step: "${kept}" was not kept`)
      }
      if (kept !== '') record.write(`##[${kind}]${kept}`)
    },
    complain(kind, message) {
      record.problems.push(message)
      record.annotate(kind, message)
    },
  }
  return record
}

/** What both `set-env` and GITHUB_ENV do. */
export function setEnvironment(record: StepRecord, name: string, value: string): void {
  if (name.toUpperCase() === 'NODE_OPTIONS') {
    record.complain('error', `Can't store ${name} output parameter using '$GITHUB_ENV' command.`)
  } else {
    record.environment.set(name, value)
  }
}
