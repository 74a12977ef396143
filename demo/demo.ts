/**
 * `npm run demo`: somebody at a laptop holds the state's lock, and the jobs of two pull requests want it. Terraform
 * and the built action are the real ones; the bucket is in memory, and nothing leaves this machine.
 */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { printEnding, printIntroduction } from './frame.ts'
import { createRunner } from './job.ts'
import { describeWaiting, lockEvents } from './lock-lane.ts'
import { watchLock } from './lock-watch.ts'
import { findTerraform, Obstacle } from './preflight.ts'
import { createScene } from './scene.ts'
import { tellStory } from './story.ts'
import { createTerminal } from './terminal.ts'

type CleanUp = () => unknown

const statusIntervalMs = 100
const interruptedExitCode = 130
const terminal = createTerminal({ stream: process.stdout, env: process.env })

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
  const stage = { terminal, terraform: terraform.path, scene, watch, runner, firstTaken: firstTaken.promise }
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
  return printEnding(terminal, parts, { s3: scene.s3, watch })
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
