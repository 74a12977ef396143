import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseStreamLine } from '../../src/plan/run-facts.ts'
import { startEmbeddedS3, type EmbeddedS3, type EmbeddedS3Options } from './embedded-s3.ts'
import { runAction, type ActionRun, type RunningStep } from './fake-runner.ts'
import { describeMoment, type Moment } from './moments.ts'
import { processesLeftOf, terraformsOf } from './processes.ts'
import { createProject, lockJson, s3Backend, storeEnvironment } from './terraform-project.ts'
import type { TerraformProject } from './terraform-project.ts'
import { furnish, thingsOf } from './things.ts'
import { disagreements, startWorld, worldProviderBlock, type World } from './world.ts'

const stateKey = 'app/terraform.tfstate'
export const lockKey = `${stateKey}.tflock`

/** What was left of a run that was struck. The project, the store and the world are still there. */
export interface StruckRun {
  moment: Moment
  run: ActionRun
  project: TerraformProject
  s3: EmbeddedS3
  world: World
  /** The lock in the store, if it is ours. */
  lockLeft: string | undefined
  /** What became of locks that are not ours. */
  foreignLockHarmed: boolean
  disagreements: string[]
  processesLeft: number
  /** All that Terraform has told, also to nobody. */
  stream: string
  /** False where whom the blow was meant for had ended before. */
  wasStruck: boolean
}

/** Runs the action, strikes it at its moment, lets post run as the runner does, and hands what is left to `judge`. */
export async function strikeAt<T>(
  moment: Moment,
  judge: (left: StruckRun) => T | Promise<T>,
  store: Pick<EmbeddedS3Options, 'ignoreConditions'> = {},
): Promise<T> {
  const s3 = await startEmbeddedS3({ buckets: ['tfstate'], ...store })
  const world = await startWorld()
  const project = createProject(s3Backend({ s3: s3.endpoint }), worldProviderBlock + thingsOf(moment.change))
  let run: ActionRun | undefined
  try {
    if (moment.change !== 'create') furnish(world, s3, stateKey)
    const locks = watchLocks(s3, moment)
    const started = Promise.withResolvers<undefined>()
    let blow: (() => string) | undefined
    run = await runAction({
      workspace: project.workspace,
      inputs: { 'working-directory': 'app', ...inputsOf(moment) },
      env: { ...storeEnvironment, ...world.env },
      expressions: { 'job.check_run_id': '41234567890' },
      completeJob: true,
      onLine: ({ text, stage }) => {
        if (stage === 'main' && text.startsWith('Executable:')) started.resolve(undefined)
        if (text.startsWith('Waiting for the state lock')) locks.release()
      },
      async duringMain(step) {
        const over = step.result.then(() => true)
        await Promise.race([started.promise, over])
        const wasTooLate = await Promise.race([sleep(moment.afterMs, false), over])
        if (!wasTooLate) blow = await deal(step, moment, over)
      },
    })
    const state = s3.object('tfstate', stateKey)?.body
    return await judge({
      moment,
      run,
      project,
      s3,
      world,
      ...locks.end(),
      disagreements: disagreements(world, state),
      processesLeft: (await processesLeftOf(run.tempDirectory)).length,
      stream: blow?.() ?? '',
      wasStruck: blow !== undefined,
    })
  } finally {
    // The processes first: Terraform must not look for a provider that is gone.
    run?.dispose()
    project.dispose()
    await world.close()
    await s3.close()
  }
}

/** Everything that one wants to read when a seed has failed. */
export function storyOf({ moment, run, stream, wasStruck }: StruckRun): string {
  const { main, post } = run
  return [
    `${describeMoment(moment)}${wasStruck ? '' : ', which was too late'}`,
    `--- main: exit code ${main.exitCode ?? main.signal}, result ${main.outputs['result']}`,
    main.log,
    `--- post: exit code ${post?.exitCode ?? post?.signal}, ${Math.round(post?.durationMs ?? 0)} ms`,
    post?.log,
    post?.summary,
    "--- Terraform's own stream",
    stream,
  ].join('\n')
}

function inputsOf({ command, change }: Moment): Record<string, string> {
  return {
    command,
    ...(command === 'apply' ? { 'apply-policy': 'unreviewed' } : {}),
    ...(change === 'destroy' ? { destroy: 'true' } : {}),
  }
}

function watchLocks(
  s3: EmbeddedS3,
  { isHeldAtFirst, foreignLock }: Moment,
): { release: () => void; end: () => Pick<StruckRun, 'lockLeft' | 'foreignLockHarmed'> } {
  const lock = (): string | undefined => s3.object('tfstate', lockKey)?.body.toString()
  const first = lockJson({ ID: 'f0000000-0000-4000-8000-00000000000a' })
  const later = lockJson({ ID: 'f0000000-0000-4000-8000-00000000000b' })
  /** The lock of another that has to be there. */
  let foreign: string | undefined
  let isReleased = false
  const take = (json: string): void => {
    foreign = json
    s3.put('tfstate', lockKey, json)
  }
  if (isHeldAtFirst) take(first)
  const unwatch = s3.onChange(({ key, kind }) => {
    if (key !== lockKey || kind !== 'delete' || foreign !== undefined) return
    if (foreignLock === 'after-ours' && isOurs) take(later)
  })
  let isOurs = false
  const unwatchPuts = s3.onChange(({ key, kind }) => {
    if (key === lockKey && kind === 'put') isOurs = lock() !== foreign
  })
  s3.fault({
    method: 'DELETE',
    key: lockKey,
    times: Infinity,
    fault: {
      kind: 'run',
      before: () => {
        // Terraform's own delete has no condition: what comes between its look and its delete, it removes.
        const isConditional = s3.requests.at(-1)?.headers['if-match'] !== undefined
        if (foreignLock === 'before-our-delete' && isConditional && foreign === undefined) take(later)
      },
    },
  })
  return {
    release: () => {
      if (foreign !== first || isReleased) return
      isReleased = true
      setTimeout(() => {
        if (lock() !== first) return
        foreign = undefined
        isOurs = false
        s3.remove('tfstate', lockKey)
      }, 400)
    },
    end: () => {
      unwatch()
      unwatchPuts()
      const left = lock()
      return {
        lockLeft: left === foreign ? undefined : left,
        foreignLockHarmed: foreign !== undefined && left !== foreign,
      }
    },
  }
}

/** Deals the blow. Returns what reads, once and at the end, all that Terraform has told. */
async function deal(
  step: RunningStep,
  { strike }: Moment,
  over: Promise<unknown>,
): Promise<(() => string) | undefined> {
  const isMeantForTerraform = strike === 'kill Terraform' || strike === 'kill both'
  const stream = isMeantForTerraform ? await killTerraform(step, over) : holdStream(step.tempDirectory)
  if (strike === 'cancel') step.cancel()
  if (strike === 'kill node' || strike === 'kill both') step.kill('SIGKILL')
  return stream
}

/** Undefined when the step has ended without any more of them. */
async function killTerraform(step: RunningStep, over: Promise<unknown>): Promise<(() => string) | undefined> {
  for (;;) {
    const victims = terraformsOf(step.tempDirectory)
    const stream = victims.length > 0 ? holdStream(step.tempDirectory) : undefined
    if (victims.filter(kill).length > 0) return stream
    if (await Promise.race([over, sleep(5, false)])) return undefined
  }
}

/** False where it has ended since it was seen. */
function kill(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL')
  } catch {
    return false
  }
}

/** Opens what Terraform writes, since Lockstep removes it as soon as it has read it; returns what reads it. */
export function holdStream(tempDirectory: string): () => string {
  const files = readdirSync(tempDirectory)
    .filter((name) => name.startsWith('lockstep-'))
    .flatMap((name) => readdirSync(join(tempDirectory, name)).map((file) => join(tempDirectory, name, file)))
    .filter((file) => /terraform-\d+\.out$/.test(file))
    .flatMap(openIfPresent)
  return () =>
    files
      .map((file) => {
        const text = readFileSync(file, 'utf8')
        closeSync(file)
        return text
      })
      .join('')
}

function openIfPresent(file: string): number[] {
  try {
    return [openSync(file, 'r')]
  } catch {
    return []
  }
}

/** Whether an apply had begun to change something, and what it had made, by address: what post can know at best. */
export function deedsOf(stream: string): { hasBegun: boolean; made: Map<string, string> } {
  const events = stream.split('\n').flatMap((text) => {
    const line = parseStreamLine(text)
    return line.kind === 'event' ? [line] : []
  })
  const made = events.flatMap(({ type, body }) => {
    const {
      action,
      id_value: id,
      resource,
    } = (body['hook'] ?? {}) as {
      action?: string
      id_value?: string
      resource?: { addr: string }
    }
    const isMade = type === 'apply_complete' && action === 'create'
    return isMade && id !== undefined && resource !== undefined ? [[resource.addr, id] as const] : []
  })
  return { hasBegun: events.some(({ type }) => type === 'apply_start'), made: new Map(made) }
}
