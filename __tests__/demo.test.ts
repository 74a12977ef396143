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
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { findChromium, launchChromium } from '../demo/browser.ts'
import { pagePath } from '../demo/page/page-path.ts'
import { startChild, type ChildOptions, type RunningChild } from './support/child.ts'
import { inOrder, readPage, versionsIn, withOpener } from './support/demo-page.ts'
import { inPage } from './support/page-in-browser.ts'

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

const chromium = findChromium(process.env)
const browserTest = chromium === undefined ? test.skip : test
const unlessSkipped = chromium === undefined ? ' (no Chromium here; LOCKSTEP_CHROMIUM names one)' : ''

let folder = ''
let bin = ''
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'lockstep-demo-test-')))
  bin = mkdtempSync(join(tmpdir(), 'lockstep-demo-bin-'))
})
afterEach(() => {
  for (const each of [folder, bin]) rmSync(each, { recursive: true, force: true })
})

async function startDemo(
  env: NodeJS.ProcessEnv = {},
  options: ChildOptions = {},
  args: readonly string[] = [],
): Promise<RunningChild> {
  const whole = { PATH: process.env['PATH'], HOME: folder, TMPDIR: folder, ...env }
  return await startChild(process.execPath, [script, ...args], { env: whole, ...options })
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

test('the demo shows who waited for whom, opens its page, and leaves nothing behind', async () => {
  rmSync(pagePath, { force: true })
  const { PATH, opened } = withOpener(bin)
  const demo = await startDemo({ ...usersEnvironment, PATH }, {}, ['--open'])
  const { code } = await demo.exited
  const output = demo.output()

  expect(output).toContain('No lock left in the bucket. The state has serial 2 and 3 resources.')
  expect(output).toMatch(/the plan job finds it held by the laptop, and waits/)
  expect(output).toMatch(/The plan job waited \d+\.\d s for\s+the\s+laptop/)
  expect(output).toMatch(/the\s+apply\s+job\s+waited\s+\d+\.\d s\s+for\s+the\s+laptop/)
  expect(output).toMatch(/apply job, apply .* applied, 1 added/)
  expect(output).toMatch(/Applied to s3:\/\//)
  expect(output).toMatch(/plan job, plan .* cancelled/)
  expect(output).toContain(`The pull requests as a page: ${pagePath}\n`)
  expect(opened()).toBe(pathToFileURL(pagePath).href)
  expect(output).not.toContain('\u001b')
  expect(code).toBe(0)
  expect(readdirSync(folder)).toEqual([])
  expect(processesLeft()).toEqual([])
}, 90_000)

test('the page of the demo has each version of the comments, the summaries and the logs', () => {
  const { pulls } = readPage()
  const heads = pulls.map((pull) =>
    versionsIn(pull).map((version) => /<h3>(.*?) (?:<code>|plan of)/.exec(version)?.[1]),
  )
  const [merged = [], open = []] = heads
  expect(inOrder(merged, ['⏳ Waiting for the lock of', '📝 Planned', '✅ Applied to'])).toBe(true)
  expect(
    inOrder(open, [
      '⏳ Waiting for the lock of',
      '📝 Planned',
      '⏳ Waiting for the lock of',
      '🛑 Cancelled:',
    ]),
  ).toBe(true)
  expect(versionsIn(pulls[1]!).at(-1)).toContain('The state has moved on since')
  expect(pulls[0]).toContain('Job summary')
  expect(pulls[0]).toMatch(
    /<details class="group"><summary><span class="number">\d+<\/span>(?:terraform|tofu) init</,
  )
  expect(pulls[1]).toMatch(
    /<li class="annotation error">.*The job was cancelled while it waited for the state lock/,
  )
})

browserTest.each(['light', 'dark'] as const)(
  `in a browser, in %s, all of it is there and fits, and nothing is run or asked for${unlessSkipped}`,
  async (colorScheme) => {
    const browser = await launchChromium(chromium!)
    const url = pathToFileURL(pagePath).href
    try {
      for (const width of [1280, 390]) {
        await inPage(browser, url, { colorScheme, width }, async (page, look) => {
          expect(look).toEqual({
            ...{ requests: [url], complaints: [], scripts: 0, overflows: [], faint: [] },
            background: colorScheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(13, 17, 23)',
          })
          const { pulls } = readPage()
          for (const [selector, count] of [
            ['.version', pulls.flatMap(versionsIn).length],
            ['.summary', 3],
            ['.annotation', 2],
            ['.step', 8],
          ] as const) {
            const found = await page.locator(selector).all()
            expect(found).toHaveLength(count)
            for (const one of found) expect(await one.isVisible()).toBe(true)
          }
          const group = page.locator('.group', { hasText: ' init' }).first()
          const line = group.locator('.line').first()
          expect(await line.isVisible()).toBe(false)
          await group.locator('summary').click()
          expect(await line.isVisible()).toBe(true)
        })
      }
    } finally {
      await browser.close()
    }
  },
)

test('the demo refuses an argument that it does not know, before it does anything', async () => {
  const demo = await startDemo({}, {}, ['--opne'])
  expect((await demo.exited).code).toBe(1)
  expect(demo.output()).toBe('The demo takes no argument but --open, which opens its page in the browser.\n')
})

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
  const demo = await startDemo({
    PATH: path,
    LOCKSTEP_TERRAFORM_RELEASES: 'http://127.0.0.1:9',
    LOCKSTEP_TERRAFORM_CACHE: join(folder, 'cache'),
  })

  expect((await demo.exited).code).toBe(1)
  expect(demo.output()).toMatch(
    /^Neither terraform nor tofu is on PATH: fetching (\S+)\n\1 could not be fetched: .+\. Put Terraform 1\.10 or .+ on PATH, or give .+\n$/,
  )
  expect(readdirSync(folder)).toEqual(['bin'])
})
