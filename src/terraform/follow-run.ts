import { readFile } from 'node:fs/promises'
import type { Clock } from '../clock.ts'
import { noCoreLogFacts, parseCoreLog, type CoreLogFacts } from '../lock/core-log.ts'
import { createRunFacts, parseStreamLine, type RunFacts, type StreamLine } from '../plan/run-facts.ts'
import { isEmergencyState, writeEmergencyState } from './emergency-state.ts'
import { followFile } from './follow-file.ts'

/** The files that one `plan` or `apply` writes into. They hold secrets, and outlive this process. */
export interface RunFiles {
  readonly outputFile: string
  /** Terraform's own log; undefined where it writes none that names our lock. */
  readonly logFile: string | undefined
}

export interface FollowOptions {
  /** Settles when the process has ended. */
  readonly ended: Promise<unknown>
  readonly clock: Clock
  /** Where a state goes that Terraform could only print. */
  readonly emergencyStateFile: string
  readonly onLine: (line: StreamLine) => void
}

export interface FollowedRun {
  /** As read by now. */
  facts(): RunFacts
  /** As written by now. */
  latestFacts(): Promise<RunFacts>
  /** Resolves when the output is read to its end, with the file of a state that Terraform could only print. */
  readonly done: Promise<string | undefined>
}

/** Reads the `-json` stream of a Terraform from its file, from the start, until it has ended. */
export function followRun(outputFile: string, options: FollowOptions): FollowedRun {
  const { ended, clock, emergencyStateFile, onLine } = options
  const collected = createRunFacts()
  let saving: Promise<void> | undefined
  let caughtUp = Promise.withResolvers<undefined>()
  const addLine = (text: string): void => {
    const line = parseStreamLine(text)
    if (isEmergencyState(line)) {
      saving = writeEmergencyState(text, emergencyStateFile)
      // Told below, when Terraform has ended; until then Node would end this process for it.
      saving.catch(() => undefined)
    }
    collected.add(line)
    onLine(line)
  }
  const read = followFile(outputFile, ended, clock, addLine, () => {
    caughtUp.resolve(undefined)
    caughtUp = Promise.withResolvers()
  })
  return {
    facts: () => collected.facts(),
    async latestFacts() {
      await Promise.race([caughtUp.promise, read])
      return collected.facts()
    },
    done: read.then(async () => {
      await saving
      return saving === undefined ? undefined : emergencyStateFile
    }),
  }
}

/** What Terraform's log says of the lock at `lockPath`. */
export async function readCoreLog(
  logFile: string | undefined,
  lockPath: string | undefined,
): Promise<CoreLogFacts> {
  if (logFile === undefined || lockPath === undefined) return noCoreLogFacts
  return parseCoreLog(await readFile(logFile, 'utf8'), lockPath)
}
