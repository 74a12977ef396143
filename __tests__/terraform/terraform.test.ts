import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runInThisContext } from 'node:vm'

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'

import type { RunDirectory } from '../../src/runner/run-directory.ts'
import { createRunDirectory } from '../../src/runner/run-directory.ts'
import { systemClock } from '../../src/runner/system.ts'
import { createTerraform, type LockedRun, type Terraform } from '../../src/terraform/terraform.ts'
import { readFixture } from '../support/fixture.ts'

let folder = ''
let emergencyStateFile = ''
let runDirectory: RunDirectory
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockstep-terraform-'))
  emergencyStateFile = join(folder, 'errored.tfstate')
  runDirectory = createRunDirectory(folder, 'token')
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

/** A program in the place of Terraform. */
function terraformThat(
  script: string,
  cancelled = new AbortController().signal,
  env = {},
  freeBytes = 16e9,
): Terraform {
  const path = join(folder, 'terraform')
  writeFileSync(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 })
  return createTerraform({
    ...{ executable: { path, isScript: true }, workingDirectory: folder, token: 'token', runDirectory },
    ...{ env: { PATH: process.env['PATH'], ...env }, emergencyStateFile, cancelled, clock: systemClock },
    availableMemory: () => freeBytes,
  })
}
function terraformThatWrites(fixture: string, end = 'exit 1'): Terraform {
  writeFileSync(join(folder, 'stream'), readFixture(fixture))
  return terraformThat(`cat stream; ${end}`)
}
const runLocked = async (terraform: Terraform): Promise<LockedRun> =>
  await terraform.runLocked({
    ...{ args: ['apply'], workspace: undefined, lockPath: undefined },
    ...{ onLine: () => undefined, onStart: () => undefined },
  })

describe('a plan or apply', () => {
  test('that could only print its state has it in a file before its end is told', async () => {
    const run = await runLocked(terraformThatWrites('stream-emergency-dump.jsonl'))
    expect(run).toMatchObject({ exitCode: 1, groupIsGone: true, emergencyState: emergencyStateFile })
    expect(run.facts).toMatchObject({ stateNotSaved: true, errorSeen: true })
    expect(JSON.parse(readFileSync(emergencyStateFile, 'utf8'))).toMatchObject({
      lineage: '845bcf69-9a43-21e6-3706-71d80936208a',
      resources: [{ name: 'a' }],
    })
    expect((statSync(emergencyStateFile).mode & 0o777).toString(8)).toBe('600')
  })

  test.each(['stream-apply.jsonl', 'stream-state-not-saved.jsonl'])(
    'that wrote its state itself leaves no such file: %s',
    async (fixture) => {
      const run = await runLocked(terraformThatWrites(fixture))
      expect(run.emergencyState).toBeUndefined()
      expect(existsSync(emergencyStateFile)).toBe(false)
    },
  )

  test('whose printed state cannot be kept fails when it has ended, and does not take this process with it', async () => {
    emergencyStateFile = join(folder, 'none', 'errored.tfstate')
    const unhandled: unknown[] = []
    const listen = (error: unknown): void => void unhandled.push(error)
    const realProcess = runInThisContext('process') as NodeJS.Process
    realProcess.on('unhandledRejection', listen)
    const run = runLocked(
      terraformThatWrites('stream-emergency-dump.jsonl', 'sleep 0.3; touch ended; exit 1'),
    )
    await expect(run).rejects.toThrow('ENOENT')
    realProcess.off('unhandledRejection', listen)
    expect(existsSync(join(folder, 'ended'))).toBe(true)
    expect(unhandled).toEqual([])
  })

  test('tells when it started, never later than a file that it writes', async () => {
    const before = Date.now()
    const { startedAt } = await runLocked(terraformThat('touch written'))
    expect(startedAt % 1000).toBe(0)
    expect(startedAt).toBeGreaterThan(before - 1_001)
    expect(startedAt).toBeLessThanOrEqual(statSync(join(folder, 'written')).mtimeMs)
  })

  test('keeps what it wrote in the folder of the run until it is judged', async () => {
    const run = await runLocked(terraformThatWrites('stream-apply.jsonl'))
    expect(readdirSync(runDirectory.path)).toEqual(['terraform-1.out'])
    run.discardFiles()
    expect(readdirSync(runDirectory.path)).toEqual([])
  })
})

describe('a short command', () => {
  test('gives what it wrote, and how it ended', async () => {
    const run = await terraformThat('echo "$1 out"; echo err >&2; exit 3').run(['show'])
    expect(run).toEqual({ exitCode: 3, stdout: 'show out\n', stderr: 'err\n' })
  })

  test('has TF_CLI_ARGS only where it is init, and the arguments of its own in any case', async () => {
    const env = { TF_CLI_ARGS: '-input=false', TF_CLI_ARGS_show: '-x' }
    const terraform = terraformThat('echo "[$TF_CLI_ARGS][$TF_CLI_ARGS_show]"', undefined, env)
    expect((await terraform.run(['init'])).stdout).toBe('[-input=false][-x]\n')
    expect((await terraform.run(['workspace', 'list'])).stdout).toBe('[][-x]\n')
    expect((await terraform.run(['show'])).stdout).toBe('[][-x]\n')
  })

  const interruptible = 'trap "echo interrupted > seen; exit 0" INT; : > ready; while :; do sleep 0.02; done'
  test.each([
    ['init', true],
    ['show', false],
  ])('%s ends with a cancel; is it interrupted, to end in order? %s', async (command, isInterrupted) => {
    const cancel = new AbortController()
    const run = terraformThat(interruptible, cancel.signal).run([command])
    const told = run.catch((error: unknown) => error)
    await until(() => existsSync(join(folder, 'ready')))
    cancel.abort()
    expect(await told).toMatchObject({ name: 'LockstepError', reason: 'cancelled' })
    if (isInterrupted) await until(() => existsSync(join(folder, 'seen')))
    else await new Promise((resolve) => setTimeout(resolve, 200))
    expect(existsSync(join(folder, 'seen'))).toBe(isInterrupted)
  })

  test('collects less garbage where memory is plenty, and where it holds no lock', async () => {
    const write = 'echo "$1 $GOGC"'
    const lines = async (freeBytes: number): Promise<string> => {
      const terraform = terraformThat(write, undefined, {}, freeBytes)
      const outputs: string[] = []
      for (const args of [['init'], ['show', '-json'], ['workspace', 'list'], ['state', 'pull']]) {
        outputs.push((await terraform.run(args)).stdout)
      }
      const push = await terraform.runPush(['state', 'push'])
      return [...outputs, push.stderr].join('')
    }
    expect(await lines(16e9)).toBe('init 400\nshow 400\nworkspace \nstate \nstate \n')
    expect(await lines(1e9)).toBe('init \nshow \nworkspace \nstate \nstate \n')
    let collected = 'not run'
    await terraformThat(`echo "{\\"x\\": \\"$GOGC\\"}"`).runLocked({
      ...{ args: ['plan'], workspace: undefined, lockPath: undefined },
      onLine: (line) => (collected = line.kind === 'text' ? line.text : ''),
      onStart: () => undefined,
    })
    expect(collected).toBe('{"x": ""}')
  })

  test('that cannot be started is told so', async () => {
    const terraform = terraformThat('exit 0')
    rmSync(terraform.executable.path)
    await expect(terraform.run(['show'])).rejects.toMatchObject({ reason: 'terraform-error' })
  })
})

describe('a push', () => {
  test('is found neither by the run’s token nor by the runner’s mark, and is no part of this group', async () => {
    const env = { RUNNER_TRACKING_ID: 'github_1', TF_CLI_ARGS_state_push: '-force' }
    const script =
      'echo "[$LOCKSTEP_RUN_TOKEN][$RUNNER_TRACKING_ID][$TF_CLI_ARGS_state_push][$TF_WORKSPACE]"; ps -o pgid= -p $$ | grep -q $$ && echo "leads $1 $2" >&2; exit 3'
    const run = await terraformThat(script, undefined, env).runPush(['state', 'push'], 'prod')
    expect(run).toEqual({ exitCode: 3, stdout: '', stderr: '[][][][prod]\nleads state push\n' })
  })

  test('goes on when the job is cancelled', async () => {
    const cancel = new AbortController()
    const push = terraformThat(': > ready; sleep 0.3; echo done', cancel.signal).runPush(['state', 'push'])
    await until(() => existsSync(join(folder, 'ready')))
    cancel.abort()
    expect(await push).toMatchObject({ exitCode: 0, stderr: 'done\n' })
  })
})

async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; tries < 300 && !isSo(); tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  expect(isSo()).toBe(true)
}
