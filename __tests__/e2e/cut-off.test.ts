import { chmodSync, existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { startEmbeddedS3, type EmbeddedS3 } from '../support/embedded-s3.ts'
import type { ActionRun, ActionRunOptions, RunningStep } from '../support/fake-runner.ts'
import { disposeRuns, lockstep } from '../support/lockstep.ts'
import { proofTest, sampled } from '../support/proof.ts'
import { terraformsOf } from '../support/processes.ts'
import { createProject, resource, s3Backend, type TerraformProject } from '../support/terraform-project.ts'

const stateKey = 'app/terraform.tfstate'
const lockKey = `${stateKey}.tflock`
const apply = { command: 'apply', 'apply-policy': 'unreviewed' }
const slow = 'provisioner "local-exec" {\n command = "sleep 30"\n }'
const body = resource('a', '"red"') + resource('b', 'terraform_data.a.id', slow)

let s3: EmbeddedS3
let project: TerraformProject
beforeEach(async () => {
  s3 = await startEmbeddedS3({ buckets: ['tfstate'] })
  project = createProject(s3Backend({ s3: s3.endpoint }), body)
})
afterEach(async () => {
  disposeRuns()
  project.dispose()
  await s3.close()
})

/** Strikes an apply once `terraform_data.a` is made and `terraform_data.b` is at work. */
async function struck(
  strike: (step: RunningStep) => void,
  options: Partial<ActionRunOptions> = {},
): Promise<ActionRun> {
  const isAtWork = Promise.withResolvers<undefined>()
  return await lockstep(project, {
    completeJob: true,
    ...options,
    inputs: { ...apply, ...options.inputs },
    onLine: ({ text, stage }) => {
      if (stage === 'main' && text.includes('terraform_data.b: Provisioning')) isAtWork.resolve(undefined)
    },
    duringMain: async (step) => {
      await Promise.race([isAtWork.promise, step.result])
      strike(step)
    },
  })
}
const killTerraform = ({ tempDirectory }: RunningStep): void => {
  for (const pid of terraformsOf(tempDirectory)) process.kill(pid, 'SIGKILL')
}
const killBoth = (step: RunningStep): void => {
  step.kill('SIGKILL')
  killTerraform(step)
}

/** The report of an apply whose state lacks `terraform_data.a`, which was made. */
function expectRecovery({ post }: ActionRun): string {
  expect(post?.exitCode).toBe(0)
  expect(post?.annotations.at(-1)).toMatchObject({ kind: 'error' })
  const { summary = '', log = '' } = post ?? {}
  for (const text of [summary, log]) {
    expect(text).toMatch(/import \{\n {2}to = terraform_data\.a\n {2}id = "[^"]+"\n\}/)
    expect(text).not.toContain('its state is saved')
  }
  return summary
}

describe('an apply that was killed at work is never told as saved', () => {
  test.each(
    sampled<[string, typeof killBoth]>(
      [
        ['alone', killTerraform],
        ['with Node', killBoth],
      ],
      1,
    ),
  )('where the user keeps the log that names its lock, and it was killed %s', async (_, strike) => {
    const run = await struck(strike, { env: { TF_LOG: 'ERROR' } })
    const { main } = run
    if (strike === killTerraform) expect(main.outputs['failure-reason']).toBe('state-not-saved')
    const summary = expectRecovery(run)
    const lock = s3.object('tfstate', lockKey)?.body.toString() ?? ''
    const { ID: lockId } = JSON.parse(lock) as { ID: string }
    expect(summary).toContain(`lock-id: ${lockId}`)
    expect(summary).toContain('`state-not-saved`')
  })

  proofTest('on a local backend', async () => {
    project.dispose()
    project = createProject('', body)
    const { main, post } = await struck(killBoth)
    expect(main.signal).toBe('SIGKILL')
    expect(post?.annotations.at(-1)).toMatchObject({ kind: 'error' })
    // Such a state is written after each resource, so it has the one that was done.
    expect(post?.summary).toMatch(/No lock is known that protects it[^]*`terraform_data\.b` \| created/)
    expect(post?.log).not.toContain('its state is saved')
  })

  proofTest('where a person has removed its lock', async () => {
    const run = await struck(killBoth, {
      betweenMainAndPost: () => {
        s3.remove('tfstate', lockKey)
        return Promise.resolve()
      },
    })
    expect(expectRecovery(run)).toContain('Let nobody apply until the last step is done')
  })

  proofTest('and its lock, which credentials that have ended cannot read, is told by its ID', async () => {
    let lockId = ''
    const run = await struck(killBoth, {
      betweenMainAndPost: () => {
        lockId = (JSON.parse(s3.object('tfstate', lockKey)!.body.toString()) as { ID: string }).ID
        for (const method of ['GET', 'HEAD', 'PUT', 'DELETE'] as const) {
          const fault = { kind: 'status', status: 403, code: 'ExpiredToken' } as const
          s3.fault({ method, key: /.*/, times: Infinity, fault })
        }
        return Promise.resolve()
      },
    })
    const summary = expectRecovery(run)
    expect(summary).toContain(`lock-id: ${lockId}`)
    expect(summary).toMatch(/Proven: this run took the lock .*Not proven: that it is still there/)
  })

  proofTest(
    'though its state cannot be pulled, and the report comes in time',
    async () => {
      const run = await struck(killBoth, {
        betweenMainAndPost: () => {
          const fault = { kind: 'delay', ms: 130_000 } as const
          s3.fault({ method: 'HEAD', key: stateKey, times: Infinity, fault })
          return Promise.resolve()
        },
      })
      expect(expectRecovery(run)).toContain('The saved state could not be read')
      expect(run.post?.durationMs).toBeLessThan(60_000)
    },
    120_000,
  )
})

test('an apply that is at work when its time is over has all told that it did so far, and its lock', async () => {
  const stopped = ({ tempDirectory, cancel }: RunningStep): void => {
    for (const pid of terraformsOf(tempDirectory)) process.kill(pid, 'SIGSTOP')
    cancel()
  }
  const run = await struck(stopped, { inputs: { 'cancel-grace': '1s' } })
  const summary = expectRecovery(run)
  expect(summary).toContain('On a hosted runner it ends with the machine')
  expect(summary).toContain('lock-id: ')
  expect(s3.object('tfstate', lockKey)).toBeDefined()
  // Terraform goes on to write there.
  expect(readdirSync(run.tempDirectory).some((name) => name.startsWith('lockstep-'))).toBe(true)
}, 120_000)

test('a Terraform that cannot be started leaves nothing to look at', async () => {
  await project.terraform(['init', '-input=false'])
  project.write('../bad-terraform', 'this is no program')
  chmodSync(join(project.workspace, 'bad-terraform'), 0o755)
  const run = await lockstep(project, { inputs: { ...apply, init: 'false', executable: './bad-terraform' } })
  expect(run.main.outputs['failure-reason']).toBe('terraform-error')
  expect(run.post).toMatchObject({ exitCode: 0, annotations: [] })
})

test('a job container’s main step that is at init when its job ends applies nothing any more', async () => {
  s3.fault({ method: 'GET', key: '', fault: { kind: 'delay', ms: 6_000 } })
  const isStarted = Promise.withResolvers<undefined>()
  let pid = 0
  await lockstep(project, {
    inputs: apply,
    onLine: ({ text }) => {
      if (text.startsWith('Executable:')) isStarted.resolve(undefined)
    },
    duringMain: async (step) => {
      await isStarted.promise
      await sleep(500)
      pid = step.pid
      step.cancelInContainer()
    },
  })
  expect(existsSync(`/proc/${String(pid)}/stat`)).toBe(false)
  expect(s3.requests.filter(({ method }) => method === 'PUT')).toEqual([])
})

proofTest(
  'a push that hangs is not doubled, outlives the job, and has its lock told',
  async () => {
    project.dispose()
    project = createProject(s3Backend({ s3: s3.endpoint }), resource('a', '"red"'))
    const denied = { kind: 'status', status: 403, code: 'AccessDenied' } as const
    s3.fault({ method: 'PUT', key: stateKey, times: Infinity, fault: denied })
    const run = await lockstep(project, {
      ...{ inputs: apply, completeJob: true },
      betweenMainAndPost: () => {
        s3.clearFaults()
        const fault = { kind: 'delay', ms: 250_000 } as const
        s3.fault({ method: 'PUT', key: stateKey, times: Infinity, fault })
        return Promise.resolve()
      },
    })
    const lock = s3.object('tfstate', lockKey)?.body.toString() ?? ''
    const { ID: lockId, Operation: operation } = JSON.parse(lock) as { ID: string; Operation: string }
    expect(operation).toBe('state-push')
    expect(run.post?.summary).toContain(`lock-id: ${lockId}`)
    expect(run.post?.summary).toContain('It is kept in')
    expect(run.post?.summary).not.toContain('given back')
    expect(terraformsOf(run.tempDirectory)).toHaveLength(1)
  },
  300_000,
)
