import { rm } from 'node:fs/promises'
import { createLog } from './runner/log.ts'
import { readSavedState } from './runner/saved-state.ts'
import { countProcessesWithToken, systemClock } from './runner/system.ts'

/** The runner ends a cancelled job's steps 4 min 45 s after the cancel; a Terraform at work gets most of that. */
const waitForTerraformMs = 195_000

/** Waits for a Terraform that outlived main, which saves its state and frees its lock, and removes the run's files. */
export async function post(env: Readonly<Record<string, string | undefined>>): Promise<void> {
  const log = createLog((text) => process.stdout.write(text))
  const saved = readSavedState(env)
  if (saved === undefined) return
  const { token, runDirectory } = saved
  const clock = systemClock
  const end = clock.monotonic() + waitForTerraformMs
  let processes = await countProcessesWithToken(token)
  if (processes !== 0 && processes !== 'not-known') {
    log.say(
      'Terraform is still at work for this step; waiting for it to save its state and to give the lock back.',
    )
  }
  while (processes !== 0 && processes !== 'not-known' && clock.monotonic() < end) {
    await clock.sleep(250)
    processes = await countProcessesWithToken(token)
  }
  if (processes !== 0 && processes !== 'not-known') {
    log.annotate(
      'warning',
      'Terraform is still at work and will be ended with the job: its state lock may be left behind.',
    )
  }
  await rm(runDirectory, { recursive: true, force: true })
  log.close()
}
