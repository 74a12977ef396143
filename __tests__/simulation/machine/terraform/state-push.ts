import { sleep } from '../kernel.ts'
import type { Process } from '../machine.ts'
import { existingFile } from '../stand-ins/file-system.ts'
import { randomUUID } from '../stand-ins/crypto.ts'
import { parseState } from '../state.ts'
import { theWorld } from '../world.ts'
import type { ProgramIo } from './io.ts'
import { freeLock, takeLock } from './lock.ts'
import { readState, StateError, writeState } from './state-store.ts'

/** `state push FILE` (internal/command/state_push.go): serial and lineage guard it. */
export async function pushState(process: Process, args: readonly string[], io: ProgramIo): Promise<number> {
  const { machine } = process
  const state = theWorld().stateOf(machine)
  await sleep(80)
  const file = parseState(existingFile(machine, args.at(-1) ?? '').content.toString('utf8'))
  const owner = { id: randomUUID(), operation: 'state-push', who: `runner@${machine.name}`, isTofu: false }
  const isLocking = args.includes('-lock=true')
  if (isLocking) {
    const error = await takeLock(state, owner)
    if (error !== undefined) {
      io.err(`\nError: Error acquiring the state lock\n\nError message: ${error}\n`)
      return 1
    }
    theWorld().ledger.pushStarts(process, owner.id)
  }
  let exitCode = 0
  try {
    const stored = await readState(state)
    const isOther = stored.lineage !== '' && stored.lineage !== file.lineage
    // The same serial with another content is refused, too (internal/states/statemgr/migrate.go).
    const isSame = stored.resources.join() === file.resources.join()
    const isOlder = stored.serial > file.serial || (stored.serial === file.serial && !isSame)
    if (isOther || (stored.lineage !== '' && isOlder)) {
      io.err(
        `Failed to write state: cannot import state with serial ${file.serial} over newer state with serial ${stored.serial}\n`,
      )
      exitCode = 1
    } else await writeState(state, { ...file, serial: file.serial + 1 })
  } catch (error) {
    if (!(error instanceof StateError)) throw error
    io.err(`Failed to persist state: ${error.message}\n`)
    exitCode = 1
  }
  if (!isLocking) return exitCode
  const error = await freeLock(state, owner)
  if (error !== undefined) io.err(`\nError: Error releasing the state lock\n\nError message: ${error}\n`)
  return exitCode
}
