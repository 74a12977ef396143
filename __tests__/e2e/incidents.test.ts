import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { startDynalite, type Dynalite } from '../support/dynalite.ts'
import { startEmbeddedS3, type EmbeddedS3, type Fault } from '../support/embedded-s3.ts'
import { runAction, type ActionRun, type ActionRunOptions, type RunningStep } from '../support/fake-runner.ts'
import { startFaultProxy, type FaultProxy } from '../support/fault-proxy.ts'
import { terraformsOf } from '../support/processes.ts'
import {
  createProject,
  lockJson,
  resource,
  s3Backend,
  storeEnvironment,
  type S3BackendOptions,
  type TerraformProject,
} from '../support/terraform-project.ts'

// Each of these is an incident that docs/incidents.md names.

const stateKey = 'app/terraform.tfstate'
const lockKey = `${stateKey}.tflock`
const item = `tfstate/${stateKey}`
const apply = { command: 'apply', 'apply-policy': 'unreviewed' }
const denied: Fault = { kind: 'status', status: 403, code: 'AccessDenied' }
const terraformPath = execFileSync('sh', ['-c', 'command -v terraform'], { encoding: 'utf8' }).trim()

interface Scene {
  s3: EmbeddedS3
  /** A checkout of `body`, with the same state as all others. */
  checkOut: (body?: string, backend?: Partial<S3BackendOptions>) => TerraformProject
  run: (project: TerraformProject, options?: Partial<ActionRunOptions>) => Promise<ActionRun>
}

/** Most of their time these tests wait, so they run side by side. */
function incident(name: string, act: (scene: Scene) => Promise<void>): void {
  test.concurrent(
    name,
    async () => {
      const s3 = await startEmbeddedS3({ buckets: ['tfstate'] })
      const projects: TerraformProject[] = []
      const runs: ActionRun[] = []
      try {
        await act({
          s3,
          checkOut: (body = resource('a', '"red"'), backend = {}) => {
            const project = createProject(s3Backend({ s3: s3.endpoint, ...backend }), body)
            projects.push(project)
            return project
          },
          run: async (project, options = {}) => {
            const run = await runAction({
              workspace: project.workspace,
              completeJob: true,
              ...options,
              inputs: { 'working-directory': 'app', ...options.inputs },
              env: { ...storeEnvironment, ...options.env },
            })
            runs.push(run)
            return run
          },
        })
      } finally {
        for (const run of runs) run.dispose()
        for (const project of projects) project.dispose()
        await s3.close()
      }
    },
    90_000,
  )
}

/** A DynamoDB behind a proxy, for a backend that locks there only. */
async function withDynamoDb(
  act: (dynamodb: Dynalite, proxy: FaultProxy, backend: Partial<S3BackendOptions>) => Promise<void>,
): Promise<void> {
  const dynamodb = await startDynalite()
  const proxy = await startFaultProxy(dynamodb.endpoint)
  try {
    await act(dynamodb, proxy, { dynamodb: proxy.endpoint, table: 'locks', useLockfile: false })
  } finally {
    await proxy.close()
    await dynamodb.close()
  }
}

/** Terraform reads another state, under its own lock, until `release`. */
function holdAtWork(
  s3: EmbeddedS3,
  dependsOn = '',
): { body: string; atWork: Promise<void>; release: () => void } {
  const atWork = Promise.withResolvers<undefined>()
  const released = Promise.withResolvers<undefined>()
  s3.put('tfstate', 'other.tfstate', '{"version":4}')
  s3.fault({
    method: 'GET',
    key: 'other.tfstate',
    fault: {
      kind: 'run',
      before: async () => {
        atWork.resolve(undefined)
        await released.promise
      },
    },
  })
  const skips = ['credentials_validation', 'metadata_api_check', 'region_validation', 'requesting_account_id']
  const config = [
    'bucket = "tfstate"',
    'key = "other.tfstate"',
    `endpoints = { s3 = "${s3.endpoint}" }`,
    'use_path_style = true',
    ...skips.map((name) => `skip_${name} = true`),
  ].join('\n')
  return {
    body: `data "terraform_remote_state" "other" {\n backend = "s3"\n config = {\n${config}\n }\n${dependsOn}\n}\n`,
    atWork: atWork.promise.then(() => undefined),
    release: () => {
      released.resolve(undefined)
    },
  }
}

/** The runner's cancel while Terraform is at work, which ends a while after it was told to: a second signal would tell. */
function cancelledAtWork({ atWork, release }: ReturnType<typeof holdAtWork>): Partial<ActionRunOptions> {
  return {
    onLine: ({ text }) => {
      if (text.includes('Interrupt received')) setTimeout(release, 1000)
    },
    duringMain: async (step: RunningStep) => {
      await Promise.race([atWork, step.result])
      step.cancel()
      await step.result
      release()
    },
  }
}

/** An executable on PATH, or in the workspace. */
function script(project: TerraformProject, file: string, body: string): void {
  project.write(`../${file}`, `#!/bin/sh\n${body.replaceAll('TERRAFORM', terraformPath)}\n`)
  chmodSync(join(project.workspace, file), 0o755)
}

function interruptsIn({ log }: ActionRun['main']): number {
  expect(log).not.toContain('Two interrupts')
  return log.match(/Interrupt received/g)?.length ?? 0
}

function lockRequests(s3: EmbeddedS3, method: string): number {
  return s3.requests.filter((request) => request.method === method && request.key === lockKey).length
}

/** Somebody takes the lock between our look and Terraform's try, for a while. */
function takeRightBefore(s3: EmbeddedS3, take: () => void): void {
  const before = (): void => {
    take()
    setTimeout(() => {
      s3.remove('tfstate', lockKey)
    }, 3000)
  }
  s3.fault({ method: 'PUT', key: lockKey, fault: { kind: 'run', before } })
}

function namesInState(s3: EmbeddedS3): string[] {
  const state = JSON.parse(s3.object('tfstate', stateKey)!.body.toString()) as {
    resources: { mode: string; name: string }[]
  }
  return state.resources.filter(({ mode }) => mode === 'managed').map(({ name }) => name)
}

incident(
  'a cancel reaches the Terraform behind the wrapper of setup-terraform once, and its plan leaves no lock',
  async ({ s3, checkOut, run }) => {
    const held = holdAtWork(s3)
    const project = checkOut(held.body)
    script(project, 'bin/terraform', '"$(dirname "$0")/terraform-bin" "$@" & wait')
    project.write('../bin/.keep', '')
    execFileSync('ln', ['-s', terraformPath, join(project.workspace, 'bin/terraform-bin')])
    const env = { PATH: `${join(project.workspace, 'bin')}:${process.env['PATH']!}` }
    const { main, orphans } = await run(project, { env, ...cancelledAtWork(held) })
    expect(main.outputs).toMatchObject({ result: 'cancelled', 'lock-recovered': '' })
    expect(interruptsIn(main)).toBe(1)
    expect(orphans).toEqual([])
    expect(s3.keys('tfstate')).not.toContain(lockKey)
  },
)

incident(
  'a cancel reaches the Terraform behind a script that hands no signal on once, and its apply saves its state',
  async ({ s3, checkOut, run }) => {
    const held = holdAtWork(s3, 'depends_on = [terraform_data.a]')
    const project = checkOut(resource('a', '"red"') + held.body)
    script(project, 'terraform-shim', 'trap "" TERM\nTERRAFORM "$@"')
    const { main, orphans } = await run(project, {
      inputs: { ...apply, executable: './terraform-shim' },
      ...cancelledAtWork(held),
    })
    expect(main.outputs).toMatchObject({ result: 'cancelled', 'lock-recovered': '', add: '1' })
    expect(interruptsIn(main)).toBe(1)
    expect(orphans).toEqual([])
    expect(namesInState(s3)).toEqual(['a'])
    expect(s3.keys('tfstate')).toEqual([stateKey, 'other.tfstate'])
  },
)

incident(
  'the plan of a new push waits for the one that its push has cancelled, and gets its lock',
  async ({ s3, checkOut, run }) => {
    const held = holdAtWork(s3)
    let isOver = false
    let newer: Promise<ActionRun> | undefined
    const old = await run(checkOut(held.body), {
      onLine: ({ text }) => {
        isOver ||= text.includes('Interrupt received')
      },
      duringMain: async (step) => {
        await held.atWork
        newer = run(checkOut(), {
          onLine: ({ text }) => {
            if (text.includes('Waiting for the state lock')) step.cancel()
            if (text.includes('Waiting for the state lock')) setTimeout(held.release, 500)
          },
        })
        await step.result
        held.release()
      },
    })
    expect(isOver).toBe(true)
    expect(old.main.outputs).toMatchObject({ result: 'cancelled', 'lock-recovered': '' })
    const { main } = await newer!
    expect(main.outputs).toMatchObject({ result: 'changes', 'lock-attempts': '1', 'lock-recovered': '' })
    expect(s3.keys('tfstate')).not.toContain(lockKey)
  },
)

incident(
  'an apply that somebody else has interrupted twice: its lock stays, and what the state lacks is told',
  async ({ s3, checkOut, run }) => {
    const held = holdAtWork(s3, 'depends_on = [terraform_data.a]')
    s3.fault({ method: 'DELETE', key: lockKey, fault: denied })
    let interrupt = (): void => undefined
    const { main, post } = await run(checkOut(resource('a', '"red"') + held.body), {
      inputs: apply,
      onLine: ({ text }) => {
        if (text.includes('Interrupt received')) interrupt()
      },
      duringMain: async (step) => {
        await held.atWork
        interrupt = () => {
          for (const pid of terraformsOf(step.tempDirectory)) process.kill(pid, 'SIGINT')
        }
        interrupt()
        await step.result
        held.release()
      },
    })
    expect(main.log).toContain('Two interrupts received')
    expect(main.outputs).toMatchObject({ result: 'failed', 'failure-reason': 'state-not-saved' })
    expect(main.outputs['lock-recovered']).toBe('')
    const { ID: lockId } = JSON.parse(s3.object('tfstate', lockKey)!.body.toString()) as { ID: string }
    expect(post?.summary).toContain(`lock-id: ${lockId}`)
  },
)

incident(
  'a Terraform that crashes in a plan has its lock removed by the same step, and is no plan with changes',
  async ({ s3, checkOut, run }) => {
    const held = holdAtWork(s3)
    const { main } = await run(checkOut(held.body), {
      duringMain: async (step) => {
        await held.atWork
        // Go's runtime ends as after a fatal error of its own: a trace, and the exit code 2, which a plan with changes has.
        for (const pid of terraformsOf(step.tempDirectory)) process.kill(pid, 'SIGQUIT')
        await step.result
        held.release()
      },
      betweenMainAndPost: () => {
        expect(s3.keys('tfstate')).not.toContain(lockKey)
        return Promise.resolve()
      },
    })
    expect(main.log).toContain('SIGQUIT: quit')
    expect(main.outputs).toMatchObject({ result: 'failed', 'failure-reason': 'terraform-error' })
    expect(main.outputs['lock-recovered']).not.toBe('')
  },
)

incident(
  'credentials that end before the state is saved: the file, the lock and what to do are told',
  async ({ s3, checkOut, run }) => {
    const project = checkOut()
    const expire = (methods: string[], key: string | RegExp): void => {
      const fault = { kind: 'status', status: 400, code: 'ExpiredToken' } as const
      for (const method of methods) s3.fault({ method, key, times: Infinity, fault })
    }
    const unwatch = s3.onChange(() => {
      unwatch()
      expire(['PUT', 'DELETE'], /./)
      expire(['GET'], lockKey)
    })
    const { main, post } = await run(project, {
      inputs: apply,
      betweenMainAndPost: () => {
        expire(['GET', 'HEAD'], /./)
        return Promise.resolve()
      },
    })
    const { ID: lockId } = JSON.parse(s3.object('tfstate', lockKey)!.body.toString()) as { ID: string }
    expect(main.outputs).toMatchObject({ result: 'failed', 'failure-reason': 'state-not-saved', add: '1' })
    expect(existsSync(join(project.folder, 'errored.tfstate'))).toBe(true)
    expect(main.annotations.at(-1)?.message).toContain('Failed to save state')
    for (const text of ['Terraform could not save its state', 'keep that file', `lock-id: ${lockId}`]) {
      expect(post?.summary).toContain(text)
    }
    // Credentials that have ended do not come back.
    expect(post?.durationMs).toBeLessThan(30_000)
  },
)

incident(
  'an item that is gone between the refusal and the read is a race that is won, and the item of the digest is no lock',
  async ({ checkOut, run }) => {
    await withDynamoDb(async (dynamodb, proxy, backend) => {
      await dynamodb.createLockTable('locks')
      const project = checkOut(undefined, backend)
      proxy.fault({
        matches: ({ headers, body }) =>
          String(headers['x-amz-target']).endsWith('.PutItem') && !body.includes('-md5'),
        action: {
          status: 400,
          body: JSON.stringify({
            __type: 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException',
            message: 'The conditional request failed',
          }),
        },
      })
      const { main } = await run(project, { inputs: apply })
      expect(main.outputs).toMatchObject({ result: 'applied', 'lock-attempts': '2' })
      expect(main.log).not.toContain('unexpected end of JSON input')
      expect(await dynamodb.item('locks', `${item}-md5`)).toBeDefined()
      const { main: status } = await run(project, { inputs: { command: 'status' } })
      expect(status.outputs['result']).toBe('free')
    })
  },
)

incident(
  'a lock that Terraform could not give back while the network was away is removed once it is there',
  async ({ s3, checkOut, run }) => {
    await withDynamoDb(async (dynamodb, proxy, backend) => {
      await dynamodb.createLockTable('locks')
      proxy.fault({
        matches: ({ headers, body }) =>
          String(headers['x-amz-target']).endsWith('.DeleteItem') && !body.includes('ConditionExpression'),
        action: 'drop-request',
        times: Infinity,
      })
      const project = checkOut(undefined, { ...backend, extra: 'max_retries = 1' })
      const { main } = await run(project, { inputs: apply })
      expect(main.log).toContain('Error releasing the state lock')
      expect(main.outputs).toMatchObject({ result: 'failed', 'failure-reason': 'lock-fault', add: '1' })
      expect(main.outputs['lock-recovered']).not.toBe('')
      expect(await dynamodb.item('locks', item)).toBeUndefined()
      expect(namesInState(s3)).toEqual(['a'])
    })
  },
)

incident(
  'a lock table that is not there is a fault with what to check, tried once',
  async ({ checkOut, run }) => {
    await withDynamoDb(async (_, __, backend) => {
      const { main, post } = await run(checkOut(undefined, backend), { inputs: apply })
      expect(main.outputs).toMatchObject({
        result: 'failed',
        'failure-reason': 'lock-fault',
        'lock-attempts': '1',
        'lock-waited-seconds': '0.0',
      })
      expect(main.annotations.at(-1)?.message).toContain('Check dynamodb_table and region')
      // It was never written, and is not to be looked for.
      expect(main.log + (post?.log ?? '') + (post?.summary ?? '')).not.toMatch(/left behind|lock-id: /)
    })
  },
)

incident(
  'a role that may make a lock and not delete it is told which permission it lacks, by the first run',
  async ({ s3, checkOut, run }) => {
    s3.fault({ method: 'DELETE', key: lockKey, times: Infinity, fault: denied })
    const project = checkOut()
    const first = await run(project)
    expect(first.main.outputs).toMatchObject({ result: 'failed', 'failure-reason': 'lock-fault' })
    const told = first.main.annotations.map(({ message }) => message).join('\n')
    expect(told).toContain('s3:DeleteObject')
    const second = await run(project, { inputs: { 'on-contention': 'fail' } })
    expect(second.main.outputs['result']).toBe('contended')
    expect(lockRequests(s3, 'PUT')).toBe(1)
  },
)

incident(
  'a lock under a key of the customer, which Terraform cannot read, is waited for',
  async ({ s3, checkOut, run }) => {
    const key = Buffer.from('01234567890123456789012345678901')
    const extra = `encrypt = true\n sse_customer_key = "${key.toString('base64')}"`
    const sseCustomerKeyMd5 = createHash('md5').update(key).digest('base64')
    takeRightBefore(s3, () => s3.put('tfstate', lockKey, lockJson(), { sseCustomerKeyMd5 }))
    const { main } = await run(checkOut(undefined, { extra }), { inputs: apply })
    expect(main.log).toContain('Waiting for the state lock: held by alice@laptop')
    expect(main.outputs).toMatchObject({ result: 'applied', 'lock-attempts': '2' })
    expect(s3.keys('tfstate')).toEqual([stateKey])
  },
)

incident(
  'a lock that Terraform was refused and could not read is waited for all the same',
  async ({ s3, checkOut, run }) => {
    takeRightBefore(s3, () => {
      s3.put('tfstate', lockKey, lockJson())
      s3.fault({ method: 'GET', key: lockKey, fault: denied })
    })
    const { main } = await run(checkOut(), { inputs: apply })
    expect(main.log).toContain('Waiting for the state lock: held by alice@laptop')
    expect(main.outputs).toMatchObject({ result: 'applied', 'lock-attempts': '2' })
    expect(s3.keys('tfstate')).toEqual([stateKey])
  },
)

incident(
  'a stale plan leaves no lock, also where Terraform was denied to give it back',
  async ({ s3, checkOut, run }) => {
    const project = checkOut()
    await project.terraform(['init', '-input=false'])
    await project.terraform(['plan', '-input=false', '-out=saved.tfplan'])
    await project.terraform(['apply', '-input=false', '-auto-approve'])
    const serial = s3.object('tfstate', stateKey)!.etag
    s3.fault({ method: 'DELETE', key: lockKey, fault: denied })
    const { main } = await run(project, { inputs: { ...apply, 'plan-file': 'app/saved.tfplan' } })
    expect(main.outputs).toMatchObject({ result: 'failed', 'failure-reason': 'stale-plan' })
    expect(main.outputs['lock-recovered']).not.toBe('')
    expect(s3.object('tfstate', stateKey)!.etag).toBe(serial)
    expect(s3.keys('tfstate')).toEqual([stateKey])
  },
)

incident(
  'a lock that is weeks old, of a run or of nobody, is waited for and never removed',
  async ({ s3, checkOut, run }) => {
    const Created = new Date(Date.now() - 30 * 24 * 3_600_000).toISOString()
    const info = 'lockstep run=https://github.com/acme/infra/actions/runs/1/attempts/1 job=2'
    const project = checkOut()
    for (const Info of ['', info]) {
      const old = lockJson({ Created, Info })
      s3.put('tfstate', lockKey, old)
      const { main } = await run(project, { inputs: { ...apply, 'lock-timeout': '1s' } })
      expect(main.outputs).toMatchObject({ result: 'contended', 'lock-recovered': '' })
      expect(s3.object('tfstate', lockKey)?.body.toString()).toBe(old)
    }
    expect(lockRequests(s3, 'DELETE') + lockRequests(s3, 'PUT')).toBe(0)
  },
)

incident(
  'an apply that failed, and whose lock nobody may delete, is told as the failure that it is, and its lock as left',
  async ({ s3, checkOut, run }) => {
    s3.fault({ method: 'DELETE', key: lockKey, times: Infinity, fault: denied })
    const bad = 'provisioner "local-exec" {\n command = "echo the disk is full; exit 3"\n }'
    const { main, post } = await run(checkOut(resource('bad', '1', bad)), { inputs: apply })
    expect(main.outputs).toMatchObject({ result: 'failed', 'failure-reason': 'terraform-error' })
    const told = main.annotations.map(({ message }) => message).join('\n')
    expect(told).toContain('local-exec provisioner error')
    expect(told).toContain('is left behind')
    expect(told).not.toContain('did its work')
    expect(post?.summary).toContain('Its state is saved. The state lock is left behind')
    expect(s3.keys('tfstate')).toContain(lockKey)
  },
)
