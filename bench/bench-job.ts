import { randomUUID } from 'node:crypto'
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { createFileCommands } from '../__tests__/support/fake-runner/file-commands.ts'
import {
  readActionManifest,
  resolveInputs,
  stepEnvironment,
  type WorkflowEvent,
} from '../__tests__/support/fake-runner/runner-environment.ts'
import { completeJob, createRunnerJob } from '../__tests__/support/fake-runner/runner-job.ts'
import { createStepRecord } from '../__tests__/support/fake-runner/step-record.ts'
import {
  createProject,
  storeEnvironment,
  type TerraformProject,
} from '../__tests__/support/terraform-project.ts'
import { startTimed, timeProcess, type TimedProcess } from './timed-process.ts'

/** Starts what is measured, each time with the same environment, and ends what is left of it. */
export interface BenchJob {
  /** RUNNER_TEMP. */
  readonly tempDirectory: string
  /** A workspace that is removed with the job. */
  project(backend: string, body: string): TerraformProject
  /** The action's main step; its post step is not part of any figure. */
  action(project: TerraformProject, inputs: Inputs, more?: JobContext): TimedProcess
  /** A command line in the project's Terraform folder, in milliseconds. */
  shell(project: TerraformProject, command: string, env?: Environment): Promise<number>
  start(project: TerraformProject, file: string, args: readonly string[], env?: Environment): TimedProcess
  dispose(): void
}

/** What the workflow and its event give to the step. */
export interface JobContext {
  readonly env?: Environment
  readonly expressions?: Record<string, string>
  readonly event?: WorkflowEvent
  readonly github?: Record<string, string>
}

type Inputs = Readonly<Record<string, string>>
type Environment = Readonly<Record<string, string>>

const push: WorkflowEvent = { name: 'push', payload: {} }

export function createBenchJob(dist: string): BenchJob {
  const job = createRunnerJob([])
  // The job's guard removes its folder even after a SIGKILL, and with it the workspaces.
  process.env['TMPDIR'] = job.toolDirectory
  // A copy: dist/ may be built anew while the bench runs, and a chunk of another build is not there.
  const build = join(job.toolDirectory, 'dist')
  cpSync(dist, build, { recursive: true })
  const manifest = readActionManifest(join(import.meta.dirname, '..'))

  function environment(
    project: TerraformProject,
    inputs: Inputs,
    { env = {}, expressions = {}, event = push, github = {} }: JobContext = {},
  ): Record<string, string> {
    const given = { 'working-directory': 'app', ...inputs }
    return stepEnvironment({
      job,
      inputs: resolveInputs(manifest, given, expressions, createStepRecord(job.masker)),
      user: { ...storeEnvironment, ...env },
      state: new Map(),
      event,
      github,
      workspace: project.workspace,
      files: createFileCommands(job.tempDirectory, randomUUID()),
      addedPath: [],
      debug: false,
    })
  }

  const start: BenchJob['start'] = (project, file, args, env) =>
    startTimed(file, args, {
      cwd: project.folder,
      env: environment(project, {}, env === undefined ? {} : { env }),
    })

  return {
    tempDirectory: job.tempDirectory,
    project: createProject,
    action: (project, inputs, more) =>
      startTimed(process.execPath, [join(build, 'index.js')], {
        cwd: project.workspace,
        env: environment(project, inputs, more),
      }),
    start,
    shell: async (project, command, env) =>
      await timeProcess('/bin/sh', ['-c', command], {
        cwd: project.folder,
        env: environment(project, {}, env === undefined ? {} : { env }),
      }),
    dispose() {
      // A Terraform of the action is in a session of its own, where only its environment tells whose it is.
      completeJob(job.trackingId)
      job.dispose()
    },
  }
}
