import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { startChild, type ChildOptions, type RunningChild } from './support/child.ts'

const script = fileURLToPath(new URL('../demo/demo.ts', import.meta.url))
/** What a user's shell may hold; each would make Terraform fail or do something else. */
const usersEnvironment = {
  AWS_PROFILE: 'missing',
  AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
  TF_WORKSPACE: 'missing',
  TF_DATA_DIR: '/dev/null',
  TF_LOG: 'TRACE',
  TF_CLI_ARGS: '-no-such-argument',
  TF_VAR_colour: 'red',
}

let folder = ''
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'lockstep-demo-test-')))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

async function startDemo(env: NodeJS.ProcessEnv = {}, options: ChildOptions = {}): Promise<RunningChild> {
  const whole = { PATH: process.env['PATH'], HOME: folder, TMPDIR: folder, ...env }
  return await startChild(process.execPath, [script], { env: whole, ...options })
}

/** Processes that have the temporary folder of this test in their environment; none where there is no /proc. */
function processesLeft(): string[] {
  if (!existsSync('/proc')) return []
  return readdirSync('/proc').filter((name) => {
    try {
      return /^\d+$/.test(name) && readFileSync(`/proc/${name}/environ`, 'utf8').includes(`TMPDIR=${folder}`)
    } catch {
      return false
    }
  })
}

test('the demo shows who waited for whom, and leaves nothing behind', async () => {
  const demo = await startDemo(usersEnvironment)
  const { code } = await demo.exited
  const output = demo.output()

  expect(output).toContain('No lock left in the bucket. The state has serial 2 and 3 resources.')
  expect(output).toMatch(/the plan job finds it held by the laptop, and waits/)
  expect(output).toMatch(/The plan job waited \d+\.\d s for\s+the\s+laptop/)
  expect(output).toMatch(/the\s+apply\s+job\s+waited\s+\d+\.\d s\s+for\s+the\s+laptop/)
  expect(output).toMatch(/apply job, apply .* applied, 1 added/)
  expect(output).toMatch(/Applied to s3:\/\//)
  expect(output).not.toContain('\u001b')
  expect(code).toBe(0)
  expect(readdirSync(folder)).toEqual([])
  expect(processesLeft()).toEqual([])
}, 60_000)

test('the demo that is interrupted ends what it started and removes its folders', async () => {
  const demo = await startDemo({}, { ready: /finds it held by the laptop, and waits/ })
  expect(processesLeft().length).toBeGreaterThan(existsSync('/proc') ? 1 : -1)
  process.kill(demo.pid, 'SIGINT')

  expect(await demo.exited).toEqual({ code: 130, signal: null })
  expect(readdirSync(folder)).toEqual([])
  expect(processesLeft()).toEqual([])
}, 40_000)

test('the demo that finds no Terraform, and can fetch none, says what to do', async () => {
  const path = join(folder, 'bin')
  mkdirSync(path)
  symlinkSync(process.execPath, join(path, 'node'))
  const demo = await startDemo({ PATH: path, LOCKSTEP_TERRAFORM_RELEASES: 'http://127.0.0.1:9' })

  expect((await demo.exited).code).toBe(1)
  expect(demo.output()).toMatch(
    /^Neither terraform nor tofu is on PATH: fetching (\S+)\n\1 could not be fetched: .+\. Put Terraform 1\.10 or .+ on PATH, or give .+\n$/,
  )
  expect(readdirSync(folder)).toEqual(['bin'])
})
