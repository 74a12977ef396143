/**
 * `npm run demo`: somebody at a laptop holds the state's lock, and the jobs of two pull requests want it. Terraform
 * and the built action are the real ones; bucket and GitHub are in memory, and nothing leaves this machine. The end is a
 * page with the pull requests; `--open` opens it.
 */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { printEnding, printIntroduction } from './frame.ts'
import { startGitHub } from './github.ts'
import { createRunner } from './job.ts'
import { describeWaiting, lockEvents } from './lock-lane.ts'
import { watchLock } from './lock-watch.ts'
import { openPage } from './open-page.ts'
import { writePage } from './page/write-page.ts'
import { findTerraform, Obstacle } from './preflight.ts'
import { createScene } from './scene.ts'
import type { EndedStep } from './step.ts'
import { tellStory } from './story.ts'
import { createTerminal } from './terminal.ts'

type CleanUp = () => unknown

const statusIntervalMs = 100
const interruptedExitCode = 130
const terminal = createTerminal({ stream: process.stdout, env: process.env })

const isToOpen = readArguments()

function readArguments(): boolean {
  try {
    return parseArgs({ options: { open: { type: 'boolean', default: false } } }).values.open
  } catch {
    console.error('The demo takes no argument but --open, which opens its page in the browser.')
    process.exit(1)
  }
}

/** Returns the exit code. `onEnd` takes what is to be undone, the last first. */
async function demonstrate(onEnd: (cleanUp: CleanUp) => void, interrupted: Promise<void>): Promise<number> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'lockstep-demo-')))
  onEnd(() => {
    rmSync(root, { recursive: true, force: true })
  })
  // Everything that makes a temporary folder makes it in this one.
  process.env['TMPDIR'] = root

  const terraform = await findTerraform(root)
  const scene = await createScene()
  onEnd(() => scene.s3.close())
  const github = await startGitHub(performance.now() - terminal.elapsedMs())
  onEnd(github.close)
  const firstTaken = Promise.withResolvers<undefined>()
  const watch = watchLock(
    scene.s3,
    lockEvents(terminal, () => {
      firstTaken.resolve(undefined)
    }),
  )
  onEnd(watch.stop)
  const runner = createRunner()
  onEnd(runner.stop)
  const ticking = setInterval(() => {
    terminal.status(describeWaiting(terminal, watch))
  }, statusIntervalMs)
  onEnd(() => {
    clearInterval(ticking)
    terminal.status('')
  })

  printIntroduction(terminal, terraform.version, scene.s3.endpoint)
  const steps: EndedStep[] = []
  const stage = {
    ...{ terminal, terraform: terraform.path, scene, watch, runner, github, firstTaken: firstTaken.promise },
    onStep: (step: EndedStep) => void steps.push(step),
  }
  const story = tellStory(stage, (laptop) => {
    onEnd(laptop.stop)
  })
  const parts = await Promise.race([story, interrupted])
  if (parts === undefined) {
    // Its steps fail once they are ended, and nobody waits for them any more.
    story.catch(() => undefined)
    terminal.print('\nInterrupted: ending what runs, and removing every temporary folder.')
    return interruptedExitCode
  }
  const exitCode = printEnding(terminal, parts, { s3: scene.s3, watch })
  if (steps.length > 0) await showPage(writePage(terraform.version, github, steps))
  return exitCode
}

async function showPage(path: string): Promise<void> {
  terminal.print(`The pull requests as a page: ${path}`)
  const obstacle = isToOpen ? await openPage(path, process.env) : ''
  if (obstacle !== '') terminal.print(obstacle)
  if (!isToOpen) terminal.print(terminal.style('dim', '`npm run demo -- --open` opens it in the browser.'))
  terminal.print()
}

const { promise: interrupted, resolve: interrupt } = Promise.withResolvers<undefined>()
const onInterrupt = (): void => {
  interrupt(undefined)
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onInterrupt)
// Whoever reads us has gone, as in `npm run demo | head`.
process.stdout.on('error', onInterrupt)

const cleanUps: CleanUp[] = []
try {
  process.exitCode = await demonstrate((cleanUp) => cleanUps.unshift(cleanUp), interrupted)
} catch (error) {
  process.exitCode = 1
  if (error instanceof Obstacle) console.error(error.message)
  else console.error('The demo failed, and this was not expected:', error)
} finally {
  for (const cleanUp of cleanUps) {
    try {
      await cleanUp()
    } catch (error) {
      process.exitCode = 1
      console.error('The demo could not clean up:', error)
    }
  }
}
