import type { ProcessIdentity } from '../runner/processes.ts'
import type { AwaitDependencies } from './await-terraform.ts'

/** Main has something to do after Terraform has ended. */
const afterTerraformMs = 15_000
const killWithinMs = 5_000
/** Between its fork and its exec a child has not got the token yet by which it is found. */
const settleMs = 300

/**
 * Ends a main step that is still at work. In a job container it gets none of the runner's signals: it is asked as by a
 * cancel, and killed where it takes longer than Terraform may.
 */
export async function endMain(
  { clock, log, processes }: Pick<AwaitDependencies, 'clock' | 'log' | 'processes'>,
  main: ProcessIdentity,
  graceMs: number,
): Promise<void> {
  // Its number alone may be another's by now. Where no start time is known there are no job containers either, and the
  // runner has ended it.
  if (main.startTime === null || !processes.isAlive(main)) return
  const waitUntilGone = async (ms: number): Promise<boolean> => {
    const end = clock.monotonic() + ms
    while (processes.isAlive(main)) {
      if (clock.monotonic() >= end) return false
      await clock.sleep(100)
    }
    return true
  }
  log.say('The job is over, and the main step of this action is still at work; asking it to stop.')
  processes.signal(main.pid, 'SIGINT')
  if (!(await waitUntilGone(graceMs + afterTerraformMs))) {
    log.say('It does not stop, so it is ended; Terraform goes on without it.')
    processes.signal(main.pid, 'SIGKILL')
    await waitUntilGone(killWithinMs)
  }
  await clock.sleep(settleMs)
}
