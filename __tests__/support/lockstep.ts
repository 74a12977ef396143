import { runAction, type ActionRun, type ActionRunOptions } from './fake-runner.ts'
import { storeEnvironment, type TerraformProject } from './terraform-project.ts'

type LockstepOptions = Partial<ActionRunOptions> & { inputs?: Record<string, string> }

const runs: ActionRun[] = []

/** Runs the built action on a project's folder, main and post, as the runner does. */
export async function lockstep(project: TerraformProject, options: LockstepOptions = {}): Promise<ActionRun> {
  const run = await runAction({
    workspace: project.workspace,
    ...options,
    inputs: { 'working-directory': 'app', ...options.inputs },
    env: { ...storeEnvironment, ...options.env },
  })
  runs.push(run)
  return run
}

/** Removes what the runs of a test left behind. */
export function disposeRuns(): void {
  for (const run of runs.splice(0)) run.dispose()
}
