import { rm } from 'node:fs/promises'
import { messageFromError } from './errors.ts'
import { endMain } from './commands/end-main.ts'
import { createLog, type Log } from './runner/log.ts'
import {
  findProcessesWithToken,
  isAlive,
  isGroupLeft,
  leadsGroup,
  signalProcess,
} from './runner/processes.ts'
import { layTombstone, readRunRecord } from './runner/run-record.ts'
import { readSavedState, type SavedState } from './runner/saved-state.ts'
import { systemClock } from './runner/system.ts'
import type { RunProcesses } from './commands/await-terraform.ts'
import type { Settlement } from './commands/findings.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** Sees to what main has left, and removes the run's files. */
export async function post(env: Environment): Promise<void> {
  const saved = readSavedState(env)
  if (saved === undefined) return
  const log = createLog((text) => process.stdout.write(text))
  try {
    const end = await settleRun(env, log, saved)
    // A Terraform that is left to finish goes on to tell there what it does.
    if (end !== 'at-work') await rm(saved.runDirectory, { recursive: true, force: true })
  } catch (error) {
    // Its files are of mode 0600, and the runner empties RUNNER_TEMP at the end of a job; until then they are all that
    // tells what Terraform has done.
    log.annotate(
      'error',
      `What this job left behind could not be looked at: ${messageFromError(error)}. What Terraform has written is left in ${saved.runDirectory}.`,
    )
  }
  log.close()
}

async function settleRun(
  env: Environment,
  log: Log,
  { token, runDirectory }: SavedState,
): Promise<Settlement['end'] | undefined> {
  const first = readRunRecord(runDirectory)
  if (first === undefined) return undefined
  layTombstone(runDirectory)
  const processes: RunProcesses = {
    find: () => findProcessesWithToken(token),
    isAlive,
    leadsGroup,
    isGroupLeft,
    signal: signalProcess,
  }
  await endMain({ clock: systemClock, log, processes }, first.main, first.inputs.cancelGraceMs)
  // Main has noted what it did until then.
  const record = readRunRecord(runDirectory) ?? first
  const { terraform, place, isReported, inputs } = record
  // Most runs leave nothing behind, have told their end, and load nothing more.
  const isUntold = isReported !== true && ['plan', 'apply', 'restore'].includes(inputs.command)
  const isNothing =
    terraform === undefined && record.claim === undefined && record.restore === undefined && !isUntold
  if (place === undefined || isNothing) return undefined
  const { settleAndReport } = await import('./post-report.ts')
  return await settleAndReport(env, log, { token, runDirectory }, processes, { record, place })
}
