import { expect, test } from '@jest/globals'
import { existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { startEmbeddedS3, type EmbeddedS3 } from '../support/embedded-s3.ts'
import { runAction, type ActionRun, type ActionRunOptions, type RunningStep } from '../support/fake-runner.ts'
import { hasFullPost, isProof } from '../support/proof.ts'
import { holdStream } from '../support/struck-run.ts'
import {
  createProject,
  lockJson,
  s3Backend,
  storeEnvironment,
  withoutPlans,
} from '../support/terraform-project.ts'
import type { TerraformProject } from '../support/terraform-project.ts'
import { disagreements, startWorld, thing, thingsInState, worldProviderBlock } from '../support/world.ts'

const stateKey = 'app/terraform.tfstate'
const lockKey = `${stateKey}.tflock`
const apply = { command: 'apply', 'apply-policy': 'unreviewed' }
/** All of the runner's signals, in a fraction of its time. */
const timetable = { afterSigintMs: 600, afterSigtermMs: 200 }

/** What a test has to itself: most of their time these tests wait, so they run side by side. */
interface Scene {
  s3: EmbeddedS3
  /** Another checkout of the same configuration, with the same state. */
  checkOut: () => TerraformProject
  run: (project: TerraformProject, options: Partial<ActionRunOptions>) => Promise<ActionRun>
  terraform: (project: TerraformProject, ...args: string[]) => Promise<string>
  expectAgreement: (addresses: string[]) => void
}

/** A state with `world_thing.fast` and, after it, `world_thing.slow`, whose creation no signal shortens. */
async function inScene(slowMs: number, act: (scene: Scene) => Promise<void>): Promise<void> {
  const s3 = await startEmbeddedS3({ buckets: ['tfstate'] })
  const world = await startWorld()
  const slow = thing('slow', { takesMs: slowMs }, 'depends_on = [world_thing.fast]')
  const projects: TerraformProject[] = []
  const runs: ActionRun[] = []
  try {
    await act({
      s3,
      checkOut: () => {
        const body = worldProviderBlock + thing('fast') + slow
        const project = createProject(s3Backend({ s3: s3.endpoint }), body)
        projects.push(project)
        return project
      },
      run: async (project, options) => {
        const run = await runAction({
          workspace: project.workspace,
          completeJob: true,
          ...options,
          inputs: { 'working-directory': 'app', ...options.inputs },
          env: { ...storeEnvironment, ...world.env },
        })
        runs.push(run)
        return run
      },
      terraform: async (project, ...args) => (await project.terraform(args, world.env)).stdout,
      expectAgreement: (addresses) => {
        const state = s3.object('tfstate', stateKey)?.body
        expect([...thingsInState(state).keys()].toSorted()).toEqual(addresses)
        expect(disagreements(world, state)).toEqual([])
        // A main that is killed during its trial of the store leaves the scratch object of that.
        const left = withoutPlans(s3.keys('tfstate')).filter((key) => !key.includes('.lockstep-probe-'))
        expect(left).toEqual([stateKey])
      },
    })
  } finally {
    for (const run of runs) run.dispose()
    for (const project of projects) project.dispose()
    await world.close()
    await s3.close()
  }
}

/** Acts on main at the first line with these words. */
function onWords(
  words: string,
  act: (step: RunningStep) => void,
): Pick<ActionRunOptions, 'onLine' | 'duringMain'> {
  const seen = Promise.withResolvers<undefined>()
  return {
    onLine: ({ text }) => {
      if (text.includes(words)) seen.resolve(undefined)
    },
    async duringMain(step) {
      await Promise.race([seen.promise, step.result])
      act(step)
    },
  }
}
const isAtWork = 'world_thing.slow: Creating...'

test.concurrent(
  'an apply at work, cancelled by the real timetable, gets one interrupt, saves its state and leaves no lock',
  async () => {
    await inScene(isProof ? 18_000 : 11_000, async ({ checkOut, run, expectAgreement }) => {
      let stream = (): string => ''
      const { main, post, orphans } = await run(checkOut(), {
        inputs: apply,
        ...onWords(isAtWork, (step) => {
          stream = holdStream(step.tempDirectory)
          step.cancel()
        }),
      })
      expect(main.signals.map(({ signal }) => signal)).toEqual(['SIGINT', 'SIGTERM', 'SIGKILL'])
      expect(main).toMatchObject({ signal: 'SIGKILL', outcome: 'cancelled' })
      const told = stream()
      expect(told.match(/Interrupt received/g)).toHaveLength(1)
      expect(told).not.toContain('Two interrupts')
      expect(told).toContain('world_thing.slow: Creation complete')
      expect(post?.exitCode).toBe(0)
      expect(orphans).toEqual([])
      expectAgreement(['world_thing.fast', 'world_thing.slow'])
    })
  },
  60_000,
)

test.concurrent('a cancelled apply that ends in time tells what it came to', async () => {
  await inScene(1_000, async ({ checkOut, run, expectAgreement }) => {
    const project = checkOut()
    project.write('later.tf', thing('later', {}, 'depends_on = [world_thing.slow]'))
    const { main, post } = await run(project, {
      inputs: apply,
      ...onWords(isAtWork, (step) => {
        step.cancel()
      }),
    })
    expect(main.outputs).toMatchObject({ result: 'cancelled', 'failure-reason': 'cancelled', add: '2' })
    expect(main.log).toContain('Some of its work was left undone')
    expect(post?.exitCode).toBe(0)
    expectAgreement(['world_thing.fast', 'world_thing.slow'])
  })
})

test.concurrent(
  'after a step’s timeout later steps meet its Terraform at work, before our post step',
  async () => {
    await inScene(9_000, async ({ s3, checkOut, run, terraform, expectAgreement }) => {
      const project = checkOut()
      let later: ActionRun | undefined
      const { main, post, orphans } = await run(project, {
        inputs: apply,
        timetable,
        ...onWords(isAtWork, (step) => {
          step.cancel()
        }),
        betweenMainAndPost: async () => {
          expect(s3.keys('tfstate')).toContain(lockKey)
          await terraform(project, 'init', '-input=false')
          expect(await terraform(project, 'plan', '-input=false', '-lock=false')).toContain('to add')
          later = await run(project, {})
        },
      })
      expect(main.signal).toBe('SIGKILL')
      expect(later?.main.log).toContain('Waiting for the state lock: held by')
      expect(later?.main.outputs).toMatchObject({ result: 'no-changes', 'lock-recovered': '' })
      expect([post?.exitCode, orphans]).toEqual([0, []])
      expectAgreement(['world_thing.fast', 'world_thing.slow'])
    })
  },
  60_000,
)

test.concurrent(
  'a second run waits for the lock while the post step of the first one waits for Terraform',
  async () => {
    await inScene(7_000, async ({ checkOut, run, expectAgreement }) => {
      let second: Promise<ActionRun> | undefined
      const { main, post, orphans } = await run(checkOut(), {
        inputs: apply,
        ...onWords(isAtWork, (step) => {
          step.kill('SIGKILL')
        }),
        betweenMainAndPost: async () => {
          second = run(checkOut(), {})
          await Promise.resolve()
        },
      })
      expect(main.signal).toBe('SIGKILL')
      expect([post?.exitCode, orphans]).toEqual([0, []])
      const { main: waited } = await second!
      expect(waited.log).toContain('Waiting for the state lock: held by')
      expect(waited.outputs).toMatchObject({ result: 'no-changes', 'lock-recovered': '' })
      expectAgreement(['world_thing.fast', 'world_thing.slow'])
    })
  },
  60_000,
)

const inContainer = hasFullPost ? test.concurrent : test.skip

inContainer(
  'in a job container, where main gets no signal, the post step ends it and then Terraform',
  async () => {
    await inScene(3_000, async ({ checkOut, run, expectAgreement }) => {
      let mainPid = 0
      let stream = (): string => ''
      const { main, post, orphans } = await run(checkOut(), {
        inputs: apply,
        ...onWords(isAtWork, (step) => {
          mainPid = step.pid
          stream = holdStream(step.tempDirectory)
          step.cancelInContainer()
        }),
      })
      expect(main.signals).toEqual([])
      expect(existsSync(`/proc/${mainPid}`)).toBe(false)
      expect(stream().match(/Interrupt received/g)).toHaveLength(1)
      expect([post?.exitCode, orphans]).toEqual([0, []])
      expectAgreement(['world_thing.fast', 'world_thing.slow'])
    })
  },
  60_000,
)

inContainer(
  'in a job container a main that waits for the lock starts nothing after its post step',
  async () => {
    await inScene(100, async ({ s3, checkOut, run }) => {
      const foreign = lockJson()
      s3.put('tfstate', lockKey, foreign)
      let mainPid = 0
      const { post, orphans } = await run(checkOut(), {
        inputs: apply,
        ...onWords('Waiting for the state lock', (step) => {
          mainPid = step.pid
          step.cancelInContainer()
        }),
      })
      expect([post?.exitCode, orphans]).toEqual([0, []])
      expect(s3.object('tfstate', lockKey)?.body.toString()).toBe(foreign)
      expect(existsSync(`/proc/${mainPid}`)).toBe(false)
      s3.remove('tfstate', lockKey)
      await sleep(500)
      expect(s3.requests.filter(({ method, key }) => method === 'PUT' && key === lockKey)).toEqual([])
      expect(s3.keys('tfstate')).toEqual([])
    })
  },
  60_000,
)
