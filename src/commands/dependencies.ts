import type { Clock, Random } from '../clock.ts'
import type { RunReference } from '../lock/annotation.ts'
import type { Inputs } from '../runner/inputs.ts'
import type { Log } from '../runner/log.ts'
import type { WorkflowEvent } from '../runner/workflow-event.ts'
import type { Recorder } from '../runner/run-record.ts'
import type { RunDirectory } from '../runner/run-directory.ts'
import type { GitHubClient } from '../github/client.ts'
import type { Git } from '../runner/git.ts'
import type { Terraform } from '../terraform/terraform.ts'
import type { Announcer } from './announce.ts'
import type { HolderWatch } from './holder-watch.ts'

/** What a command works with. Only the doors build it. */
export interface Dependencies {
  readonly inputs: Inputs
  readonly env: Readonly<Record<string, string | undefined>>
  readonly event: WorkflowEvent
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly runDirectory: RunDirectory
  /** Aborted by the first SIGINT of the runner. */
  readonly cancelled: AbortSignal
  /** Finds the executable, to run it in this folder; a command that needs no Terraform does not ask for it. */
  readonly openTerraform: (workingDirectory: string) => Terraform
  readonly git: Git
  /** undefined: GitHub is not asked for anything. */
  readonly github: (() => Promise<GitHubClient>) | undefined
  readonly holders: HolderWatch
  readonly announce: Announcer
  /** What a lock of ours is annotated with; undefined outside of GitHub. */
  readonly ownRun: RunReference | undefined
  readonly recorder: Recorder
  /** Processes that carry this run's token in their environment. */
  readonly countProcesses: () => Promise<number | 'not-known'>
}
