import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSecretMasker } from './secret-masker.ts'
import type { SecretMasker } from './secret-masker.ts'

/** What the stages of one job share. */
export interface RunnerJob {
  /** RUNNER_TEMP */
  tempDirectory: string
  homeDirectory: string
  toolDirectory: string
  /** RUNNER_TRACKING_ID, which every process below a step inherits. */
  trackingId: string
  masker: SecretMasker
  /** Registers what `dispose` does first. */
  onDispose: (act: () => void) => void
  /** Ends what still runs, and removes the folders. */
  dispose: () => void
}

export function createRunnerJob(secrets: string[]): RunnerJob {
  const root = mkdtempSync(join(tmpdir(), 'lockstep-runner-'))
  const trackingId = `github_${randomUUID()}`
  const folder = (name: string): string => {
    const path = join(root, name)
    mkdirSync(path, { mode: 0o700 })
    return path
  }
  const masker = createSecretMasker()
  for (const secret of secrets) masker.addSecret(secret)
  const guard = startGuard(trackingId, root)
  const endings: (() => void)[] = []
  return {
    tempDirectory: folder('_temp'),
    homeDirectory: folder('home'),
    toolDirectory: folder('_tool'),
    trackingId,
    masker,
    onDispose(act) {
      endings.push(act)
    },
    dispose() {
      for (const end of endings) end()
      // What an action detached carries no tracking ID.
      endProcesses(`RUNNER_TEMP=${join(root, '_temp')}`)
      completeJob(trackingId)
      rmSync(root, { recursive: true, force: true })
      guard.kill('SIGKILL')
    },
  }
}

/**
 * The step "Complete job": SIGKILLs every process whose environment carries this RUNNER_TRACKING_ID, wherever
 * it is in the process tree (`JobExtension.cs`). Returns their ids. It needs /proc, so elsewhere than on
 * Linux nothing is found.
 */
export function completeJob(trackingId: string): number[] {
  return endProcesses(`RUNNER_TRACKING_ID=${trackingId}`)
}

/** SIGKILLs what carries this variable. Returns what was there. */
function endProcesses(variable: string): number[] {
  return processesWith(variable).filter((pid) => {
    try {
      return process.kill(pid, 'SIGKILL')
    } catch {
      return false
    }
  })
}

function processesWith(variable: string): number[] {
  return readdirIfPresent('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => readIfPresent(`/proc/${pid}/environ`).split('\0').includes(variable))
    .map(Number)
}

function readdirIfPresent(path: string): string[] {
  try {
    return readdirSync(path)
  } catch {
    return []
  }
}

function readIfPresent(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

// jest gives tests a copy of `process` whose `exit` event never comes, and a killed test process has none at
// all. A pipe always closes: its other end outlives the tests, and does what dispose() would have done.
const guardScript = `
read -r _
for environment in $(grep -lzxF -e "RUNNER_TRACKING_ID=$1" -e "RUNNER_TEMP=$2/_temp" /proc/[0-9]*/environ 2>/dev/null); do
  pid=\${environment#/proc/}
  kill -KILL "\${pid%/environ}" 2>/dev/null
done
rm -rf -- "$2"
`

function startGuard(trackingId: string, root: string): { kill(signal: 'SIGKILL'): boolean } {
  const guard = spawn('/bin/sh', ['-c', guardScript, 'sh', trackingId, root], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    env: { PATH: process.env.PATH ?? '' },
  })
  guard.unref()
  if (guard.stdin instanceof Socket) guard.stdin.unref()
  guard.stdin.on('error', () => undefined)
  return guard
}
