import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  actionOf,
  clientOf,
  describeDraw,
  describeFault,
  isUnconditional,
  operationOf,
  type Client,
  type Draw,
  type DrawnFault,
  type Operation,
} from './drawn-faults.ts'
import { startDynalite, type Dynalite } from './dynalite.ts'
import { startEmbeddedS3, type EmbeddedS3 } from './embedded-s3.ts'
import { runAction, type ActionRun } from './fake-runner.ts'
import { startFaultProxy, type FaultProxy, type ProxiedRequest } from './fault-proxy.ts'
import { processesLeftOf } from './processes.ts'
import { createRepository } from './repository.ts'
import { createProject, lockJson, s3Backend, storeEnvironment } from './terraform-project.ts'
import type { TerraformProject } from './terraform-project.ts'
import { furnish, thingsOf } from './things.ts'
import { disagreements, startWorld, worldProviderBlock, type World } from './world.ts'

export const stateKey = 'app/terraform.tfstate'
export const lockKey = `${stateKey}.tflock`
const lockItemKey = `tfstate/${stateKey}`
const table = 'locks'

/** A fault, with the request that it befell. */
export interface StruckFault {
  fault: DrawnFault
  operation: Operation
  client: Client
  /** Of the jobs, from 0, and its step. */
  job: number
  stage: 'main' | 'post'
  isUnconditional: boolean
}

export interface JobRun {
  command: 'plan' | 'apply'
  run: ActionRun
  processesLeft: number
}

export interface FaultyRun {
  draw: Draw
  jobs: JobRun[]
  struck: StruckFault[]
  s3: EmbeddedS3
  world: World
  project: TerraformProject
  /** The JSON of the locks of ours that are left, by the half that keeps them. */
  locksLeft: { half: 'lock file' | 'lock item'; id: string; json: string }[]
  /** What was done to locks that are not allowed to be touched so. */
  misdeeds: string[]
  /** Somebody else had the lock at some time. */
  wasHeldByOthers: boolean
  disagreements: string[]
  /** The serials that were stored, in their order. */
  serials: number[]
  /** Each request in turn, as text. */
  requests: string[]
  /** Runs another job, without faults and without the locks of others. */
  next(inputs: Record<string, string>): Promise<ActionRun>
}

/** Runs the jobs of a draw, main and post, with its faults between them and the store; hands what is left to `judge`. */
export async function runUnderFaults<T>(draw: Draw, judge: (left: FaultyRun) => T | Promise<T>): Promise<T> {
  const s3 = await startEmbeddedS3({ buckets: ['tfstate'], versioned: true })
  const dynamodb = draw.mechanism === 's3' ? undefined : await startDynalite()
  const world = await startWorld()
  const s3Proxy = await startFaultProxy(s3.endpoint)
  const dynamodbProxy = dynamodb && (await startFaultProxy(dynamodb.endpoint))
  const proxies = [s3Proxy, ...(dynamodbProxy === undefined ? [] : [dynamodbProxy])]
  const backend = s3Backend({
    s3: s3Proxy.endpoint,
    useLockfile: draw.mechanism !== 'dynamodb',
    ...(dynamodbProxy === undefined ? {} : { dynamodb: dynamodbProxy.endpoint, table }),
    extra: draw.maxRetries === undefined ? '' : `max_retries = ${draw.maxRetries}`,
  })
  const project = createProject(backend, worldProviderBlock + thingsOf(draw.change))
  const runs: ActionRun[] = []
  try {
    const git = createRepository(project)
    git.commit('First')
    await dynamodb?.createLockTable(table)
    if (draw.change !== 'create') {
      const state = furnish(world, s3, stateKey)
      await dynamodb?.putDigest(table, lockItemKey, createHash('md5').update(state).digest('hex'))
    }
    const place: Place = { job: 0, stage: 'main' }
    const struck = setFaults(draw, proxies, place)
    const foreign = placeForeignLock(draw, s3, dynamodb)
    const serials = watchSerials(s3)

    const run = async (inputs: Record<string, string>): Promise<ActionRun> => {
      place.stage = 'main'
      const ran = await runAction({
        workspace: project.workspace,
        inputs: { 'working-directory': 'app', 'lock-timeout': '30s', ...inputs },
        env: { ...storeEnvironment, ...world.env },
        expressions: { 'job.check_run_id': '41234567890' },
        event: { name: 'workflow_dispatch', payload: { repository: { full_name: 'acme/infra' } } },
        github: { RUN_ID: '500', SHA: git.head() },
        completeJob: true,
        onLine: ({ text, stage }) => {
          place.stage = stage
          if (text.startsWith('Waiting for the state lock')) foreign.release()
        },
        betweenMainAndPost: () => {
          place.stage = 'post'
          return Promise.resolve()
        },
      })
      runs.push(ran)
      return ran
    }
    const jobs: JobRun[] = []
    const commands = draw.jobs === 'reviewed' ? (['plan', 'apply'] as const) : [draw.jobs]
    for (const [index, command] of commands.entries()) {
      place.job = index
      if (index > 0) await foreign.giveBack()
      const ran = await run(inputsOf(draw, command))
      jobs.push({ command, run: ran, processesLeft: (await processesLeftOf(ran.tempDirectory)).length })
      // Nobody plans what is there already.
      if (ran.main.exitCode !== 0) break
    }
    const misdeeds = [...(await foreign.harm()), ...misdeedsOf(proxies)]
    const left: FaultyRun = {
      ...{ draw, jobs, struck, s3, world, project, misdeeds },
      locksLeft: await locksLeft(s3, dynamodb),
      wasHeldByOthers: foreign.wasThere(),
      disagreements: disagreements(world, s3.object('tfstate', stateKey)?.body),
      serials: [...serials],
      requests: proxies
        .flatMap(({ requests }) => requests)
        .toSorted((a, b) => a.at - b.at)
        .map(describeRequest),
      async next(inputs) {
        for (const proxy of proxies) proxy.clearFaults()
        await foreign.giveBack()
        return await run(inputs)
      },
    }
    return await judge(left)
  } finally {
    // The processes first: Terraform must not look for a provider that is gone.
    for (const run of runs) run.dispose()
    project.dispose()
    await world.close()
    for (const proxy of proxies) await proxy.close()
    await dynamodb?.close()
    await s3.close()
  }
}

interface Place {
  job: number
  stage: 'main' | 'post'
}

export function inputsOf({ jobs, change }: Draw, command: 'plan' | 'apply'): Record<string, string> {
  return {
    command,
    ...(jobs === 'apply' ? { 'apply-policy': 'unreviewed' } : {}),
    ...(change === 'destroy' && (command === 'plan' || jobs === 'apply') ? { destroy: 'true' } : {}),
  }
}

function setFaults({ faults }: Draw, proxies: readonly FaultProxy[], place: Readonly<Place>): StruckFault[] {
  const struck: StruckFault[] = []
  for (const fault of faults) {
    for (const [index, proxy] of proxies.entries()) {
      let request: Parameters<typeof operationOf>[0] | undefined
      proxy.fault({
        ...{ skip: fault.skip, times: fault.times },
        action: actionOf(fault, index > 0),
        matches: (asked) => {
          request = asked
          return operationOf(asked) === fault.operation
        },
        onTaken: () => {
          if (request === undefined) return
          struck.push({
            ...{ fault, operation: fault.operation, client: clientOf(request), ...place },
            isUnconditional: isUnconditional(request),
          })
        },
      })
    }
  }
  return struck
}

const foreignIdStart = 'f0000000-'

interface ForeignLocks {
  /** Whoever is waited for gives it back, in a moment. */
  release(): void
  giveBack(): Promise<void>
  wasThere(): boolean
  /** Sentences on what became of locks that are not ours. */
  harm(): Promise<string[]>
}

function placeForeignLock(
  { foreignLock, mechanism }: Draw,
  s3: EmbeddedS3,
  dynamodb: Dynalite | undefined,
): ForeignLocks {
  const hasFile = mechanism !== 'dynamodb'
  let count = 0
  let expected: string | undefined
  let isInItem = false
  let isOurs = false
  let isReleased = false
  const harmed: string[] = []
  let work = Promise.resolve()
  const newLock = (): string => lockJson({ ID: `${foreignIdStart}0000-4000-8000-00000000000${(count += 1)}` })
  const fileText = (): string | undefined => s3.object('tfstate', lockKey)?.body.toString()
  const take = async (isWhole: boolean): Promise<void> => {
    expected = newLock()
    isInItem = isWhole && dynamodb !== undefined
    if (hasFile) s3.put('tfstate', lockKey, expected)
    if (isInItem) await dynamodb?.putItem(table, lockItemKey, expected)
  }
  const giveBack = async (): Promise<void> => {
    await work
    const was = expected
    expected = undefined
    if (was === undefined) return
    if (isInItem && (await itemText(dynamodb)) === was) await dynamodb?.deleteItem(table, lockItemKey)
    if (hasFile && fileText() === was) s3.remove('tfstate', lockKey)
  }
  if (foreignLock === 'waits' || foreignLock === 'changes') work = take(true)
  // Terraform's unlock has no condition: what comes between its look and its delete, or between its delete and its next
  // try of that, it removes.
  const unwatch = s3.onChange(({ key, kind }) => {
    if (key !== lockKey) return
    if (expected !== undefined && fileText() !== expected) {
      const request = s3.requests.findLast(({ method, key: asked }) => method !== 'GET' && asked === lockKey)
      if (request !== undefined && clientOf(request) === 'Lockstep')
        harmed.push(`${request.method}, ${expected}`)
      expected = undefined
    }
    if (kind === 'put') isOurs = fileText() !== expected
    else if (foreignLock === 'after-ours' && isOurs && count === 0) void take(false)
  })
  s3.fault({
    method: 'DELETE',
    key: lockKey,
    times: Infinity,
    fault: {
      kind: 'run',
      before: async () => {
        const isConditional = s3.requests.at(-1)?.headers['if-match'] !== undefined
        if (foreignLock === 'before-our-delete' && isConditional && count === 0) await take(false)
      },
    },
  })
  return {
    release() {
      if (isReleased) return
      isReleased = true
      work = (async () => {
        await sleep(400)
        const held = expected
        if (held === undefined) return
        if (foreignLock === 'changes') {
          await take(true)
          await sleep(1_500)
        }
        const was = expected
        if (isInItem && (await itemText(dynamodb)) === was) await dynamodb?.deleteItem(table, lockItemKey)
        expected = undefined
        if (hasFile && fileText() === was) s3.remove('tfstate', lockKey)
      })()
    },
    giveBack,
    wasThere: () => count > 0,
    async harm() {
      await work
      unwatch()
      const item = isInItem && expected !== undefined ? await itemText(dynamodb) : expected
      return [
        ...harmed.map((what) => `Lockstep has touched the lock file of another: ${what}`),
        ...(item === expected ? [] : [`the lock item of another is ${item}`]),
      ]
    },
  }
}

async function itemText(dynamodb: Dynalite | undefined): Promise<string | undefined> {
  return (await dynamodb?.item(table, lockItemKey))?.['Info']
}

async function locksLeft(s3: EmbeddedS3, dynamodb: Dynalite | undefined): Promise<FaultyRun['locksLeft']> {
  const file = s3.object('tfstate', lockKey)?.body.toString()
  const item = await itemText(dynamodb)
  const halves = [
    { half: 'lock file', json: file },
    { half: 'lock item', json: item },
  ] as const
  return halves
    .flatMap(({ half, json }) => (json === undefined ? [] : [{ half, json, id: idOf(json) }]))
    .filter(({ id }) => !id.startsWith(foreignIdStart))
}

function idOf(json: string): string {
  return (JSON.parse(json) as { ID: string }).ID
}

/** What Lockstep has sent that it never may. */
function misdeedsOf(proxies: readonly FaultProxy[]): string[] {
  return proxies
    .flatMap(({ requests }) => requests)
    .filter((request) => {
      const operation = operationOf(request)
      const isWrite = operation?.startsWith('lock ') === true && !operation.endsWith('read')
      return isWrite && clientOf(request) === 'Lockstep' && isUnconditional(request)
    })
    .map((request) => `Lockstep sent without a condition: ${describeRequest(request)}`)
}

function watchSerials(s3: EmbeddedS3): readonly number[] {
  const serials: number[] = []
  s3.onChange(({ key, kind }) => {
    if (key !== stateKey || kind !== 'put') return
    serials.push((JSON.parse(s3.object('tfstate', stateKey)!.body.toString()) as { serial: number }).serial)
  })
  return serials
}

function describeRequest(request: ProxiedRequest): string {
  const { at, method, url, status } = request
  const what = operationOf(request) ?? url
  const condition = isUnconditional(request) ? '' : ' (with a condition)'
  return `${(at / 1000).toFixed(2)} ${clientOf(request)}: ${what}${condition}, ${method} ${url.slice(0, 120)}: ${status === 0 ? 'no answer' : status}`
}

/** Everything that one wants to read when a seed has failed. */
export function storyOfFaults({
  draw,
  jobs,
  struck,
  requests,
  locksLeft: locks,
  disagreements: differences,
}: FaultyRun): string {
  const lastLines = (text: string | undefined): string => (text ?? '').split('\n').slice(-60).join('\n')
  return [
    describeDraw(draw),
    ...struck.map(
      ({ fault, client, job, stage }) =>
        `struck: ${describeFault(fault)}; ${client}, in ${stage} of job ${job}`,
    ),
    `locks of ours that are left: ${locks.map(({ half, json }) => `${half} ${json}`).join(', ')}`,
    ...differences,
    ...jobs.flatMap(({ command, run: { main, post } }) => [
      `--- main of ${command}: exit code ${main.exitCode ?? main.signal}, ${main.outputs['result']}, ${main.outputs['failure-reason']}, ${Math.round(main.durationMs)} ms`,
      lastLines(main.log),
      `--- post: exit code ${post?.exitCode ?? post?.signal}, ${Math.round(post?.durationMs ?? 0)} ms`,
      lastLines(post?.log),
      lastLines(post?.summary),
    ]),
    '--- requests',
    ...requests,
  ].join('\n')
}
