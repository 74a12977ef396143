import { afterEach, describe, expect, test } from '@jest/globals'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { parsePairs } from './fake-runner/file-commands.ts'
import { createSecretMasker } from './fake-runner/secret-masker.ts'
import { runnerTimetable } from './fake-runner/step-process.ts'
import { commandNames, parseWorkflowCommand } from './fake-runner/workflow-commands.ts'
import { completeJob, runAction, startStep } from './fake-runner.ts'
import type { ActionRun, ActionRunOptions } from './fake-runner.ts'

const cleanups: (() => void)[] = []
afterEach(() => {
  for (const clean of cleanups.splice(0)) clean()
})

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fake-runner-test-'))
  cleanups.push(() => {
    rmSync(folder, { recursive: true, force: true })
  })
  return folder
}

interface ScriptedAction {
  main: string
  post?: string
  inputs?: string
}

const preamble = `
const fs = require('node:fs')
const { spawn } = require('node:child_process')
const write = (name, text) => fs.appendFileSync(process.env['GITHUB_' + name], text)
const log = (text) => fs.writeSync(1, text + '\\n')
`

function actionFolder({ main, post, inputs = '{}' }: ScriptedAction): string {
  const folder = temporaryFolder()
  const runs = `{ using: node24, main: main.js${post === undefined ? '' : ', post: post.js'} }`
  writeFileSync(join(folder, 'action.yml'), `name: scripted\ninputs: ${inputs}\nruns: ${runs}\n`)
  writeFileSync(join(folder, 'main.js'), preamble + main)
  if (post !== undefined) writeFileSync(join(folder, 'post.js'), preamble + post)
  return folder
}

async function run(action: ScriptedAction, options: Partial<ActionRunOptions> = {}): Promise<ActionRun> {
  const result = await runAction({
    workspace: temporaryFolder(),
    actionDirectory: actionFolder(action),
    ...options,
  })
  cleanups.push(result.dispose)
  return result
}

function isRunning(pid: number): boolean {
  try {
    // Nobody may have collected an orphan yet: then it is there as a zombie.
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${String(pid)}/stat`, 'utf8'))
  } catch {
    return false
  }
}

async function until(condition: () => boolean): Promise<void> {
  for (const end = Date.now() + 4000; !condition() && Date.now() < end;) await delay(10)
  expect(condition()).toBe(true)
}

describe('what a step is given', () => {
  test('inputs keep their hyphens, and defaults and expressions fill what the user left out', async () => {
    const { main } = await run(
      {
        inputs: `{ lock-timeout: { default: 10m }, two words: {}, lock: { default: true },
          github-token: { default: '\${{ github.token }}' }, sha: { default: '\${{ job.sha }}' },
          Old: { deprecationMessage: gone }, empty: { default: x } }`,
        main: `const inputs = Object.entries(process.env).filter(([name]) => name.startsWith('INPUT_'))
          log('inputs ' + JSON.stringify(Object.fromEntries(inputs.sort())))`,
      },
      {
        inputs: { 'two words': 'a b', OLD: 'o', empty: '', 'lock-timout': '1s' },
        expressions: { 'github.token': 'ghs_x' },
      },
    )
    expect(JSON.parse(main.rawStdout.replace('inputs ', ''))).toEqual({
      'INPUT_LOCK-TIMEOUT': '10m',
      'INPUT_LOCK-TIMOUT': '1s',
      'INPUT_GITHUB-TOKEN': 'ghs_x',
      INPUT_TWO_WORDS: 'a b',
      INPUT_LOCK: 'true',
      INPUT_SHA: '',
      INPUT_OLD: 'o',
      INPUT_EMPTY: '',
    })
    expect(main.log).not.toContain('ghs_x')
    expect(main.problems).toEqual([
      "Input 'Old' has been deprecated with message: gone",
      expect.stringContaining("Unexpected input(s) 'lock-timout', valid inputs are ['lock-timeout'"),
    ])
  })

  test('the environment is the runner’s, not that of the test process', async () => {
    process.env.LEAK_OF_THE_TEST = 'yes'
    cleanups.push(() => delete process.env.LEAK_OF_THE_TEST)
    const workspace = temporaryFolder()
    const { main, tempDirectory, trackingId } = await run(
      {
        main: `log(JSON.stringify({ ...process.env, cwd: process.cwd(), stdin: fs.readFileSync(0, 'utf8'),
          event: JSON.parse(fs.readFileSync(process.env.GITHUB_EVENT_PATH, 'utf8')) }))`,
      },
      {
        workspace,
        env: { TF_IN_AUTOMATION: '1', GITHUB_SHA: 'spoofed', NODE_ICU_DATA: '/x' },
        event: {
          name: 'pull_request',
          payload: { pull_request: { number: 7, head: { ref: 'topic' }, base: { ref: 'main' } } },
        },
        github: { REPOSITORY: 'acme/network', RUN_ID: '7' },
        debug: true,
      },
    )
    const seen = JSON.parse(main.rawStdout) as Record<string, unknown>
    expect(seen).toMatchObject({
      ...{ CI: 'true', GITHUB_ACTIONS: 'true', RUNNER_DEBUG: '1', RUNNER_OS: 'Linux', TF_IN_AUTOMATION: '1' },
      ...{ GITHUB_REPOSITORY: 'acme/network', GITHUB_REPOSITORY_OWNER: 'acme', GITHUB_RUN_ID: '7' },
      ...{ GITHUB_REF: 'refs/pull/7/merge', GITHUB_REF_NAME: '7/merge', GITHUB_HEAD_REF: 'topic' },
      ...{ GITHUB_WORKSPACE: workspace, cwd: workspace, stdin: '', event: { pull_request: { number: 7 } } },
      ...{ RUNNER_TEMP: tempDirectory, RUNNER_TRACKING_ID: trackingId },
      GITHUB_WORKFLOW_REF: 'acme/network/.github/workflows/terraform.yml@refs/pull/7/merge',
      GITHUB_SHA: expect.stringMatching(/^[0-9a-f]{40}$/),
    })
    for (const absent of ['LEAK_OF_THE_TEST', 'GITHUB_TOKEN', 'GITHUB_ACTION_PATH', 'NODE_ICU_DATA']) {
      expect(seen).not.toHaveProperty([absent])
    }
    expect(seen.HOME).not.toBe(process.env.HOME)
    expect(statSync(tempDirectory).mode & 0o777).toBe(0o700)
  })

  test('a post-if other than always() is refused, because this runner could not honour it', async () => {
    const folder = actionFolder({ main: '', post: '' })
    const manifest = 'runs: { using: node24, main: main.js, post: post.js, post-if: success() }'
    writeFileSync(join(folder, 'action.yml'), manifest)
    await expect(runAction({ workspace: folder, actionDirectory: folder })).rejects.toThrow(
      'post-if: success()',
    )
  })
})

describe('the files of a step', () => {
  test('carry outputs, state, variables, path and summary, and post starts with fresh ones', async () => {
    const { main, post } = await run({
      main: `write('OUTPUT', 'plain=a=b\\nmany<<EOF\\none\\n\\ntwo=2\\nEOF\\nempty<<EOF\\nEOF\\nodd<<E=F\\n1\\nE=F\\nlast=<<EOF')
        write('STATE', 'pid=42\\n')
        write('ENV', 'FROM_MAIN=yes\\nNODE_OPTIONS=--bad\\n')
        write('PATH', '/first\\n/second\\n')
        write('STEP_SUMMARY', '# Plan')
        fs.writeFileSync(process.env.RUNNER_TEMP + '/kept', '')`,
      post: `write('STEP_SUMMARY', 'done\\n')
        log([process.env.STATE_pid, process.env.FROM_MAIN, process.env.PATH,
          fs.statSync(process.env.GITHUB_OUTPUT).size, fs.existsSync(process.env.RUNNER_TEMP + '/kept')].join('|'))`,
    })
    expect(main.outputs).toEqual({
      plain: 'a=b',
      many: 'one\n\ntwo=2',
      empty: '',
      odd: '1',
      last: '<<EOF',
    })
    expect(main).toMatchObject({ exitCode: 0, outcome: 'success', state: { pid: '42' }, summary: '# Plan\n' })
    expect(main).toMatchObject({ env: { FROM_MAIN: 'yes' }, path: ['/first', '/second'] })
    expect(main.problems).toEqual(["Can't store NODE_OPTIONS output parameter using '$GITHUB_ENV' command."])
    expect(post?.log).toBe(`42|yes|/second:/first:${process.env.PATH ?? ''}|0|true`)
    expect(post).toMatchObject({ outcome: 'success', outputs: {}, summary: 'done\n' })
  })

  test('fail the step when malformed, although it exited with 0, and keep what stood before', async () => {
    const { main } = await run({
      main: `write('OUTPUT', 'good=1\\nbad\\nlost=1\\n'); write('STATE', 'kept=1\\n')`,
    })
    expect(main).toMatchObject({
      exitCode: 0,
      outcome: 'failure',
      outputs: { good: '1' },
      state: { kept: '1' },
    })
    expect(main.annotations.map(({ message }) => message)).toEqual([
      "Unable to process file command 'output' successfully.",
      "Invalid format 'bad'",
    ])
    expect(main.problems).toHaveLength(2)
  })

  test.each([
    ['a<<EOF\nb\n', 'Matching delimiter not found'],
    ['a<<EOF\nb', 'EOF marker missing new line'],
    ['a<<EOF\nb\nEOF ', 'EOF marker missing new line'],
    ['a<<EOF\r\nb\nEOF\n', 'Matching delimiter not found'],
    ['<<EOF\nb\nEOF\n', 'Name must not be empty'],
    ['a<<\nb\n', 'delimiter must not be empty'],
    ['a\n', "Invalid format 'a'"],
  ])('%j is malformed: %s', (text, message) => {
    expect(() => [...parsePairs(text)]).toThrow(message)
  })

  test('a summary over 1 MiB is not uploaded, and says so', async () => {
    const { main } = await run({ main: `write('STEP_SUMMARY', 'x'.repeat(1024 * 1024 + 1))` })
    expect(main).toMatchObject({ outcome: 'success', summary: '' })
    expect(main.problems).toEqual([expect.stringContaining('GITHUB_STEP_SUMMARY upload aborted')])
  })
})

describe('masks', () => {
  test('hide a value in log, annotations and summary, line by line and in encoded forms', async () => {
    const { main, post } = await run(
      {
        main: `log('before hunter2'); log('::add-mask::hunter2'); log('::add-mask::line one%0A  line two')
          log('x hunter2hunter2 y line two'); log(Buffer.from('user:hunter2').toString('base64'))
          log('::warning::saw hunter2'); log('from-secrets')
          write('STEP_SUMMARY', 'a hunter2\\nb'); write('OUTPUT', 'key=hunter2\\nfine=1\\n')`,
        post: `log('hunter2 again')`,
      },
      { secrets: ['from-secrets'] },
    )
    expect(main.log.split('\n')).toEqual([
      'before hunter2',
      'x *** y ***',
      expect.stringMatching(/^\w+\*\*\*$/),
      '##[warning]saw ***',
      '***',
    ])
    expect(main.masks).toEqual(['hunter2', 'line one\n  line two'])
    expect(main.annotations[0]?.message).toBe('saw ***')
    expect(main.summary).toBe('a ***\nb\n')
    expect(main.lines[1]).toMatchObject({ text: '::add-mask::hunter2', masked: '::add-mask::***' })
    expect(main.outputs).toEqual({ key: 'hunter2', fine: '1' })
    expect(main.problems).toEqual([expect.stringContaining("output 'key' contains a masked value")])
    expect(post?.log).toBe('*** again')
  })

  test.each([
    ['quo"te', 'a quo\\"te'],
    ["it's", "it''s"],
    ['a b/c', 'a%20b%2Fc'],
    ['<x>', '&lt;x&gt;'],
    ['tab\tx', 'tab\\tx'],
    ['aXa', 'aXaXa'],
  ])('%j is masked in %j', (secret, text) => {
    const masker = createSecretMasker()
    masker.addSecret(secret)
    expect(masker.mask(text)).toMatch(/^(a )?\*\*\*$/)
  })
})

describe('workflow commands', () => {
  const registered = new Set<string>(commandNames)

  test.each([
    ['::error::x', 'error', {}, 'x'],
    ['\t ::ERROR::x', 'error', {}, 'x'],
    ['::error file=a%2Cb%3A,line=1::x%250A%0Ay', 'error', { file: 'a,b:', line: '1' }, 'x%0A\ny'],
    ['::error line=1, col=2,=z,k=,a==b=c::', 'error', { line: '1', ' col': '2', a: 'b=c' }, ''],
    ['  + x = ##[add-mask]a', 'add-mask', {}, 'a'],
    ['##[error file=a%3Bb;Line=2]c%5D%3A', 'error', { file: 'a;b', Line: '2' }, 'c]%3A'],
    ['::nonsense::##[error]x', 'error', {}, 'x'],
  ])('%j is the command %s', (line, name, properties, data) => {
    const syntax = line.includes('##[') ? '##[' : '::'
    expect(parseWorkflowCommand(line, registered)).toEqual({ name, properties, data, syntax })
  })

  test.each([
    'x ::error::y',
    '::error:y',
    '::eror::y',
    ':: error::y',
    '##[error',
    '## [error]x',
    '\ufeff::error::y',
  ])('%j is plain output', (line) => {
    expect(parseWorkflowCommand(line, registered)).toBeUndefined()
  })

  test('are not obeyed between stop-commands and its token, not even add-mask', async () => {
    const { main } = await run({
      main: `log('::stop-commands::Token-123'); log('::add-mask::hunter2'); log('##[error]x')
        log('::stop-commands::other'); log('::debug::a hunter2'); log('::no-such::'); log('::token-123::'); log('::error::real')
        log('::debug::invisible'); log('::group::G'); log('::endgroup::')
        log('::token-123::'); log('##[start-action x]##[end-action x]')`,
    })
    expect(main.log.split('\n')).toEqual([
      '::stop-commands::***',
      '::add-mask::hunter2',
      '##[error]x',
      '::stop-commands::other',
      '::debug::a hunter2',
      '::no-such::',
      // Tokens are compared without case, masks with it.
      '::token-123::',
      '##[error]real',
      '##[group]G',
      '##[endgroup]',
      '::token-123::',
      '##[\\start-action x]##[\\end-action x]',
    ])
    expect(main.annotations).toEqual([{ kind: 'error', message: 'real', properties: {} }])
    expect(main.commands.filter(({ obeyed }) => !obeyed).map(({ name }) => name)).toEqual([
      'add-mask',
      'error',
      'stop-commands',
      'debug',
    ])
    expect(main).toMatchObject({ masks: [], outcome: 'success' })
    expect(main.problems).toEqual(['the runner knows no such command: ::token-123::'])
  })

  test('a stop that never ends is a problem, and a token that names a command fails the step', async () => {
    const { main, post } = await run({
      main: `log('::stop-commands::t')`,
      post: `log('::stop-commands::error'); log('::error::still obeyed')`,
    })
    expect(main).toMatchObject({ outcome: 'success', problems: ['stop-commands was never resumed'] })
    expect(post).toMatchObject({ outcome: 'failure' })
    expect(post?.annotations.at(-1)?.message).toBe('still obeyed')
  })

  test('are found in the middle of a line in the legacy form, after a lone CR, and on stderr', async () => {
    const { main } = await run({
      main: `log('~ description = "##[set-output name=key]forged'); log('progress 1%\\r::save-state name=a::b\\r')
        fs.writeSync(2, '::notice::from stderr\\n'); log('::unknown-thing a=b::c')`,
    })
    expect(main.outputs).toEqual({ key: 'forged' })
    expect(main.state).toEqual({ a: 'b' })
    expect(main.log).toContain('progress 1%')
    expect(main.rawStderr).toBe('::notice::from stderr\n')
    expect(main.commands).toContainEqual(
      expect.objectContaining({ name: 'notice', stream: 'stderr', obeyed: true }),
    )
    expect(main.problems.toSorted()).toEqual([
      expect.stringContaining('The `save-state` command is deprecated'),
      expect.stringContaining('The `set-output` command is deprecated'),
      'a command was printed on stderr: ::notice::from stderr',
      'the runner knows no such command: ::unknown-thing a=b::c',
    ])
  })

  test('of one wake-up are handled stderr first, whatever was printed first', async () => {
    const { main } = await run(
      {
        main: `log('ready')
          setTimeout(() => { for (const fd of [1, 2, 1, 2]) fs.writeSync(fd, 'to ' + fd + '\\n') }, 50)`,
      },
      {
        onLine({ text }) {
          // While this thread sleeps, both pipes fill.
          if (text === 'ready') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300)
        },
      },
    )
    expect(main.log).toBe('ready\nto 2\nto 2\nto 1\nto 1')
  })

  test('set-env fails the step unless the job allows unsecure commands', async () => {
    const action = { main: `log('::set-env name=A::1'); log('::add-path::/x')` }
    const refused = await run(action)
    expect(refused.main).toMatchObject({ exitCode: 0, outcome: 'failure', env: {}, path: [] })
    expect(refused.main.problems).toContainEqual(expect.stringContaining('`set-env` command is disabled'))
    const allowed = await run(action, { env: { ACTIONS_ALLOW_UNSECURE_COMMANDS: 'True' } })
    expect(allowed.main).toMatchObject({ outcome: 'success', env: { A: '1' }, path: ['/x'] })
  })

  test('annotations end at ten of a kind and 4096 characters, and their files become relative', async () => {
    const { main } = await run({
      main: `for (let i = 1; i <= 11; i++) log('::error::e' + i); log('::notice::' + 'x'.repeat(4097))
        log('::warning file=' + process.env.GITHUB_WORKSPACE + '/net/main.tf,line=3,endLine=2::back')`,
    })
    expect(main.annotations.filter(({ kind }) => kind === 'error')).toHaveLength(10)
    expect(main.log).toContain('##[error]e11')
    expect(main.annotations.find(({ kind }) => kind === 'notice')?.message).toBe('x'.repeat(4096))
    expect(main.annotations.find(({ kind }) => kind === 'warning')?.properties).toEqual({
      file: 'net/main.tf',
      repo: 'acme/infra',
    })
    expect(main.problems).toEqual([
      expect.stringContaining('more than 10 error annotations'),
      expect.stringContaining('more than 4096 characters'),
      expect.stringContaining("'endLine' is before 'line'"),
    ])
  })

  test('echo and debug logging show what is otherwise swallowed', async () => {
    const { main } = await run(
      { main: `log('::echo::on'); log('::group::G'); log('::debug::d')` },
      { debug: true },
    )
    expect(main.log).toBe('::group::G\n##[group]G\n##[debug]d')
  })
})

describe('the end of a step', () => {
  const stubborn = `for (const s of ['SIGINT', 'SIGTERM']) process.on(s, () => log('got ' + s))
    setInterval(() => {}, 1000); log('ready')`
  const isReady = ({ text }: { text: string }): boolean => text === 'ready'

  test('a non-zero exit is a failure, and post runs', async () => {
    const { main, post } = await run({ main: `process.exitCode = 3`, post: `log('cleaned')` })
    expect(main).toMatchObject({ exitCode: 3, signal: null, outcome: 'failure' })
    expect(post).toMatchObject({ outcome: 'success', log: 'cleaned' })
  })

  test('a cancel is SIGINT, then SIGTERM, then SIGKILL, and post runs unsignalled', async () => {
    const { main, post } = await run(
      { main: stubborn, post: `log('cleaned')` },
      { cancelWhen: isReady, timetable: { afterSigintMs: 120, afterSigtermMs: 60 } },
    )
    expect(main).toMatchObject({ exitCode: null, signal: 'SIGKILL', outcome: 'cancelled' })
    expect(main.log.split('\n')).toEqual([
      'ready',
      'got SIGINT',
      'got SIGTERM',
      '##[error]The operation was canceled.',
    ])
    expect(main.signals.map(({ signal }) => signal)).toEqual(['SIGINT', 'SIGTERM', 'SIGKILL'])
    const [first = 0, second = 0, third = 0] = main.signals.map(({ at }) => at)
    expect(second - first).toBeGreaterThanOrEqual(110)
    expect(third - second).toBeGreaterThanOrEqual(50)
    expect(post).toMatchObject({ outcome: 'success', signals: [] })
    expect(runnerTimetable).toEqual({ afterSigintMs: 7500, afterSigtermMs: 2500, drainMs: 5000 })
  })

  test('a step that ends with 0 after SIGINT is cancelled all the same, and gets no more signals', async () => {
    const { main } = await run(
      { main: `process.on('SIGINT', () => process.exit(0)); setInterval(() => {}, 1000); log('ready')` },
      { cancelWhen: isReady },
    )
    expect(main).toMatchObject({ exitCode: 0, outcome: 'cancelled', signals: [{ signal: 'SIGINT' }] })
    expect(main.durationMs).toBeLessThan(runnerTimetable.afterSigintMs)
  })

  test('a cancel and a kill can be timed, and do nothing once main has ended', async () => {
    const endless = { main: 'setInterval(() => {}, 1000)' }
    const [cancelled, killed, finished] = await Promise.all([
      run(endless, { cancelAfterMs: 100 }),
      run(endless, { killNodeAfterMs: 100 }),
      run({ main: '', post: '' }, { cancelAfterMs: 10_000, killNodeAfterMs: 10_000 }),
    ])
    expect(cancelled.main).toMatchObject({ signal: 'SIGINT', outcome: 'cancelled' })
    expect(killed.main).toMatchObject({ signal: 'SIGKILL', outcome: 'failure' })
    expect(finished.main).toMatchObject({ outcome: 'success', signals: [] })
    expect(finished.post).toMatchObject({ outcome: 'success', signals: [] })
  })

  test('a cancel in a job container reaches nobody: post runs while main goes on', async () => {
    const { main, post } = await run(
      {
        main: `write('STATE', 'pid=' + process.pid + '\\n'); ${stubborn}`,
        post: `process.kill(Number(process.env.STATE_pid), 0); log('main lives')`,
      },
      {
        async duringMain(step) {
          await until(() => step.log() === 'ready')
          step.cancelInContainer()
        },
      },
    )
    expect(main).toMatchObject({ exitCode: null, signal: null, outcome: 'cancelled', signals: [] })
    expect(post).toMatchObject({ exitCode: 0, log: 'main lives' })
    expect(isRunning(Number(main.state['pid']))).toBe(true)
  })

  test('the later steps of the job run between main and post', async () => {
    const order: string[] = []
    await run(
      { main: `log('main')`, post: `log('post')` },
      {
        onLine: ({ text }) => order.push(text),
        betweenMainAndPost: async ({ outcome }) => {
          await Promise.resolve(order.push(outcome))
        },
      },
    )
    expect(order).toEqual(['main', 'success', 'post'])
  })

  test('a main that was SIGKILLed still hands its state to post', async () => {
    const { main, post } = await run(
      {
        main: `write('STATE', 'child=7\\n'); write('OUTPUT', 'half<<EOF\\nno end'); ${stubborn}`,
        post: `log('child is ' + process.env.STATE_child)`,
      },
      { killNodeWhen: isReady },
    )
    expect(main).toMatchObject({ exitCode: null, signal: 'SIGKILL', outcome: 'failure', outputs: {} })
    expect(post?.log).toBe('child is 7')
  })

  test('a detached child outlives a killed node, and Complete job ends it', async () => {
    const workspace = temporaryFolder()
    const action = {
      main: `const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'],
          { detached: true, stdio: 'ignore' })
        write('STATE', 'child=' + child.pid + '\\n'); ${stubborn}`,
      post: `process.kill(Number(process.env.STATE_child), 0); log('alive')`,
    }
    const { main, post, orphans, trackingId } = await run(action, { workspace, killNodeWhen: isReady })
    const child = Number(main.state.child)
    expect(post?.log).toBe('alive')
    expect(orphans).toEqual([])
    expect(isRunning(child)).toBe(true)
    expect(completeJob('github_another')).toEqual([])
    expect(completeJob(trackingId)).toEqual([child])
    await until(() => !isRunning(child))

    const completed = await run(action, { killNodeWhen: isReady, completeJob: true })
    expect(completed.post?.log).toBe('alive')
    expect(completed.orphans).toEqual([Number(completed.main.state.child)])
  })

  test('a child that holds the pipes delays the end by the drain wait only, and goes on unharmed', async () => {
    const workspace = temporaryFolder()
    const waitingChild = `setInterval(() => {
      if (!fs.existsSync('go')) return
      log('late'); fs.writeFileSync('survived', ''); process.exit()
    }, 10)`
    const code = JSON.stringify(preamble + waitingChild)
    const { main } = await run(
      { main: `spawn(process.execPath, ['-e', ${code}], { detached: true, stdio: 'inherit' }).unref()` },
      { workspace, timetable: { drainMs: 200 } },
    )
    expect(main).toMatchObject({ exitCode: 0, outcome: 'success' })
    expect(main.durationMs).toBeGreaterThanOrEqual(200)
    expect(main.durationMs).toBeLessThan(runnerTimetable.drainMs)
    writeFileSync(join(workspace, 'go'), '')
    await until(() => existsSync(join(workspace, 'survived')))
    expect(main).toMatchObject({ log: '', rawStdout: '' })
  })

  test('what throws beside main ends the job and comes back', async () => {
    let pid = 0
    const running = run(
      { main: stubborn },
      {
        duringMain(step) {
          pid = step.pid
          return Promise.reject(new Error('expected a lock'))
        },
      },
    )
    await expect(running).rejects.toThrow('expected a lock')
    await until(() => !isRunning(pid))
  })

  test('dispose ends the step and its orphans and removes RUNNER_TEMP', async () => {
    const step = await startStep({
      workspace: temporaryFolder(),
      actionDirectory: actionFolder({
        main: `log(spawn('sleep', ['30'], { detached: true, stdio: 'ignore' }).pid); ${stubborn}`,
      }),
    })
    await until(() => step.log().endsWith('ready'))
    const orphan = Number.parseInt(step.log())
    expect(isRunning(orphan)).toBe(true)
    step.dispose()
    expect(await step.result).toMatchObject({ signal: 'SIGKILL', outcome: 'failure' })
    expect(existsSync(step.tempDirectory)).toBe(false)
    await until(() => !isRunning(orphan))
  })

  test('a test process that dies takes its steps and folders along', async () => {
    const folder = actionFolder({ main: stubborn })
    const script = `
      const { startStep } = await import(${JSON.stringify(new URL('fake-runner.ts', import.meta.url).href)})
      const step = await startStep({ workspace: '.', actionDirectory: '.', onLine() {
        console.log(JSON.stringify([step.pid, step.tempDirectory]))
      } })`
    const stdio: ['ignore', 'pipe', 'inherit'] = ['ignore', 'pipe', 'inherit']
    const testProcess = spawn(process.execPath, ['--input-type=module', '-e', script], { cwd: folder, stdio })
    const [printed] = (await once(testProcess.stdout, 'data')) as [Buffer]
    const [pid, tempDirectory] = JSON.parse(printed.toString()) as [number, string]
    expect(isRunning(pid)).toBe(true)
    testProcess.kill('SIGKILL')
    await until(() => !isRunning(pid) && !existsSync(tempDirectory))
  })
})
