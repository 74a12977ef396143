import type { Pair } from 'yaml'
import { readYaml, type Reader, type WorkflowText } from './yaml-reader.ts'

export type { WorkflowText }

export interface Concurrency {
  readonly line: number
  /** It is no mapping. */
  readonly isTextAlone: boolean
  readonly group: WorkflowText | undefined
  readonly cancelInProgress: WorkflowText | undefined
  readonly queue: WorkflowText | undefined
}

export interface WorkflowStep {
  readonly uses: string | undefined
  /** The input `command` of what it uses. */
  readonly command: string | undefined
  /** Its `if`. */
  readonly condition: string | undefined
  /** What it is given that decides which state it is about. */
  readonly stateTexts: readonly string[]
}

export interface WorkflowJob {
  readonly id: string
  readonly line: number
  readonly name: string | undefined
  /** Its `if`. */
  readonly condition: string | undefined
  /** The workflow that it calls. */
  readonly uses: string | undefined
  readonly steps: readonly WorkflowStep[] | undefined
  readonly concurrency: Concurrency | undefined
  /** Its name. */
  readonly environment: WorkflowText | undefined
  /** Its variable TF_WORKSPACE. */
  readonly workspaceText: string | undefined
  readonly matrix:
    | {
        readonly line: number
        readonly failFast: WorkflowText | undefined
        readonly maxParallel: WorkflowText | undefined
      }
    | undefined
}

export interface WorkflowFile {
  readonly concurrency: Concurrency | undefined
  /** The only branch whose pushes start it, and no tag's do; undefined where there may be several. */
  readonly pushedBranch: string | undefined
  /** In the order of the file. */
  readonly jobs: readonly WorkflowJob[]
}

/** GitHub takes no larger one. */
const maxLength = 1_000_000

/**
 * The parts of a workflow that decide what runs beside what.
 * @throws Error with a reason that goes on from "since"
 */
export function parseWorkflow(text: string): WorkflowFile {
  if (text.length > maxLength) throw new Error('it is longer than 1 MB')
  const { reader, contents } = readYaml(text)
  const root = reader.fields(contents)
  const jobs = reader.fields(root.get('jobs')?.value)
  if (jobs.size === 0) throw new Error('it has no jobs')
  return {
    concurrency: readConcurrency(reader, root.get('concurrency')),
    pushedBranch: readPushedBranch(reader, root.get('on')),
    jobs: [...jobs].map(([id, pair]) => readJob(reader, id, pair)),
  }
}

function readJob(reader: Reader, id: string, pair: Pair): WorkflowJob {
  const job = reader.fields(pair.value)
  return {
    id,
    line: reader.lineOf(pair),
    name: reader.text(job.get('name'))?.text,
    condition: reader.text(job.get('if'))?.text,
    uses: reader.text(job.get('uses'))?.text,
    steps: job.has('steps') ? reader.items(job.get('steps')?.value).map(readStep(reader)) : undefined,
    concurrency: readConcurrency(reader, job.get('concurrency')),
    workspaceText: readWorkspace(reader, job),
    environment: readEnvironment(reader, job.get('environment')),
    matrix: readMatrix(reader, job.get('strategy')),
  }
}

const STATE_INPUTS = ['working-directory', 'workspace', 'backend-config', 'init-args']

function readWorkspace(reader: Reader, fields: ReadonlyMap<string, Pair>): string | undefined {
  return reader.text(reader.fields(fields.get('env')?.value).get('TF_WORKSPACE'))?.text
}

function readStep(reader: Reader): (node: unknown) => WorkflowStep {
  return (node) => {
    const step = reader.fields(node)
    const inputs = reader.fields(step.get('with')?.value)
    return {
      uses: reader.text(step.get('uses'))?.text,
      command: reader.text(inputs.get('command'))?.text,
      condition: reader.text(step.get('if'))?.text,
      stateTexts: [
        ...STATE_INPUTS.map((name) => reader.text(inputs.get(name))?.text ?? ''),
        readWorkspace(reader, step) ?? '',
      ],
    }
  }
}

/** In the filters of branches these make a pattern of a name. */
const PATTERN = /[*?+![\]]/

function readPushedBranch(reader: Reader, pair: Pair | undefined): string | undefined {
  const push = reader.fields(reader.fields(pair?.value).get('push')?.value)
  if (push.has('tags') || push.has('tags-ignore') || !push.has('branches')) return undefined
  const [branch = '', ...more] = reader.texts(push.get('branches')?.value)
  return branch === '' || more.length > 0 || PATTERN.test(branch) ? undefined : branch
}

/** A text alone is the group's name. */
function readConcurrency(reader: Reader, pair: Pair | undefined): Concurrency | undefined {
  if (pair === undefined) return undefined
  const fields = reader.fields(pair.value)
  const isTextAlone = !reader.isMapping(pair.value)
  const group = isTextAlone ? reader.text(pair) : reader.text(fields.get('group'))
  return {
    line: reader.lineOf(pair),
    isTextAlone,
    group,
    cancelInProgress: reader.text(fields.get('cancel-in-progress')),
    queue: reader.text(fields.get('queue')),
  }
}

function readEnvironment(reader: Reader, pair: Pair | undefined): WorkflowText | undefined {
  return reader.isMapping(pair?.value)
    ? reader.text(reader.fields(pair?.value).get('name'))
    : reader.text(pair)
}

function readMatrix(reader: Reader, pair: Pair | undefined): WorkflowJob['matrix'] {
  const strategy = reader.fields(pair?.value)
  if (pair === undefined || !strategy.has('matrix')) return undefined
  return {
    line: reader.lineOf(pair),
    failFast: reader.text(strategy.get('fail-fast')),
    maxParallel: reader.text(strategy.get('max-parallel')),
  }
}
