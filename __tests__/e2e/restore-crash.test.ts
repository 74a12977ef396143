import { afterEach, describe, expect, test } from '@jest/globals'
import type { ProxyFaultRule } from '../support/fault-proxy.ts'
import type { ActionRun, RunningStep } from '../support/fake-runner.ts'
import { disposeRuns, lockstep } from '../support/lockstep.ts'
import { proofTest, sampled } from '../support/proof.ts'
import {
  bucket,
  lockKey,
  md5,
  startRestoreWorld,
  stateKey,
  stateText,
  type Mechanism,
  type RestoreWorld,
} from '../support/restore-world.ts'

let world: RestoreWorld
const old = stateText(1, { a: 'ruby' })
const now = stateText(2, { a: 'jade' })

afterEach(async () => {
  disposeRuns()
  await world.close()
})

/** A write of the restore, in the order in which they are sent. */
interface Point {
  name: string
  mechanisms: readonly Mechanism[]
  matches: ProxyFaultRule['matches']
}

const isObject = (url: string, key: string): boolean =>
  decodeURIComponent(url).split('?')[0] === `/${bucket}/${key}`
const isCall = (operation: string, text: string): ProxyFaultRule['matches'] => {
  return ({ headers, body }) =>
    String(headers['x-amz-target']).endsWith(`.${operation}`) && body.toString().includes(text)
}
const points: Point[] = [
  {
    name: 'the lock file',
    mechanisms: ['s3', 'both'],
    matches: ({ method, url }) => method === 'PUT' && isObject(url, lockKey),
  },
  { name: 'the lock item', mechanisms: ['dynamodb', 'both'], matches: isCall('PutItem', '"Info"') },
  {
    name: 'the state',
    mechanisms: ['s3', 'dynamodb', 'both'],
    matches: ({ method, url }) => method === 'PUT' && isObject(url, stateKey),
  },
  { name: 'the digest', mechanisms: ['dynamodb', 'both'], matches: isCall('PutItem', '"Digest"') },
  {
    name: 'the removal of the lock file',
    mechanisms: ['s3', 'both'],
    matches: ({ method, url }) => method === 'DELETE' && isObject(url, lockKey),
  },
  {
    name: 'the removal of the lock item',
    mechanisms: ['dynamodb', 'both'],
    matches: isCall('DeleteItem', 'Info'),
  },
]

interface Crash {
  mechanism: Mechanism
  point: Point
  /** Whether the store has done it when the process dies. */
  isDone: boolean
}

const all: Crash[] = (['s3', 'dynamodb', 'both'] as const).flatMap((mechanism) =>
  points
    .filter(({ mechanisms }) => mechanisms.includes(mechanism))
    .flatMap((point) => [false, true].map((isDone) => ({ mechanism, point, isDone }))),
)
/** Where the state is there and its digest is not, and where nobody knows whether it is. */
const hardest = all.filter(
  ({ mechanism, point }) =>
    (mechanism === 'dynamodb' && point.name === 'the digest') ||
    (mechanism === 's3' && point.name === 'the state'),
)
const isHardest = (crash: Crash): boolean => hardest.includes(crash)
const crashes = sampled([...hardest, ...all.filter((crash) => !isHardest(crash))], hardest.length)
const describeCrash = ({ mechanism, point, isDone }: Crash): string =>
  `${mechanism}: ${isDone ? 'after' : 'before'} ${point.name}`

/** Brings `old` back, and kills the process at that moment. `stop`: what shall not run any more. */
async function crash({ mechanism, point, isDone }: Crash, until?: 'post'): Promise<ActionRun> {
  world = await startRestoreWorld(mechanism)
  await world.write(old)
  await world.write(now)
  const version = await world.versionOf(old)
  let step: RunningStep | undefined
  for (const proxy of world.proxies) {
    proxy.fault({
      matches: point.matches,
      action: isDone ? 'drop-response' : 'drop-request',
      onTaken: () => step?.kill('SIGKILL'),
    })
    // The machine is gone, and with it the post step.
    if (until === 'post') {
      proxy.fault({
        matches: () => step !== undefined && hasEnded,
        action: { status: 403, body: '' },
        times: Infinity,
      })
    }
  }
  let hasEnded = false
  const run = await lockstep(world.project, {
    inputs: { command: 'restore', 'state-version': version },
    duringMain: async (running) => {
      step = running
      await running.result
      hasEnded = until === 'post'
    },
  })
  hasEnded = false
  expect(run.main.signal).toBe('SIGKILL')
  return run
}

/** Terraform reads it, and nothing that was there is lost. */
async function expectWhole(): Promise<void> {
  const text = world.s3.object(bucket, stateKey)?.body.toString() ?? ''
  expect([2, 3, 4]).toContain(world.state()?.serial)
  const digest = await world.digest()
  if (digest !== undefined) expect(digest).toBe(md5(text))
  const bodies = (await world.versions()).map(({ body }) => body)
  expect(bodies).toEqual(expect.arrayContaining([old, now]))
}

describe('a restore that is killed is brought to an end by the post step, or was never begun', () => {
  test.each(crashes.map((each): [string, Crash] => [describeCrash(each), each]))('%s', async (_, each) => {
    const { post } = await crash(each)
    expect(post).toMatchObject({ exitCode: 0, problems: [] })
    await expectWhole()
    expect(await world.lock()).toBeUndefined()
    const isWritten = world.state()?.serial === 3
    const said = `${post?.log}\n${post?.summary}`
    expect(said).toContain(isWritten ? 'What it was to write is written' : 'Nothing was written')
  })
})

describe('where the machine is lost too, its lock tells whose it was, and a person brings it to its end', () => {
  const lost = sampled(hardest, 1)
  test.each(lost.map((each): [string, Crash] => [describeCrash(each), each]))('%s', async (_, each) => {
    await crash(each, 'post')
    const lock = JSON.parse((await world.lock()) ?? '{}') as { ID: string; Operation: string; Info: string }
    expect(lock).toMatchObject({
      Operation: 'restore',
      Info: expect.stringContaining('lockstep run=') as unknown,
    })
    const bodies = (await world.versions()).map(({ body }) => body)
    expect(bodies).toEqual(expect.arrayContaining([old, now]))

    const unlocked = await lockstep(world.project, {
      inputs: {
        command: 'unlock',
        'lock-id': lock.ID,
        reason: 'the machine is gone',
        force: 'true',
        init: 'false',
      },
    })
    expect(unlocked.main.outputs['result']).toBe('unlocked')
    const version = await world.versionOf(old)
    const again = await lockstep(world.project, {
      inputs: { command: 'restore', 'state-version': version, init: 'false' },
    })
    expect(again.main.outputs['result']).toBe('restored')
    await expectWhole()
    expect(await world.lock()).toBeUndefined()
    expect(world.state()?.inputs).toEqual({ a: 'ruby' })
  })
})

describe('an answer that is lost is no reason to do it twice, or not at all', () => {
  const lost = all.filter(({ isDone }) => isDone)
  const names = lost.map((each): [string, Crash] => [describeCrash(each).replace('after', 'of'), each])
  proofTest.each(names)('%s', async (_, { mechanism, point }) => {
    world = await startRestoreWorld(mechanism)
    await world.write(old)
    await world.write(now)
    const version = await world.versionOf(old)
    for (const proxy of world.proxies) proxy.fault({ matches: point.matches, action: 'drop-response' })
    const { main } = await lockstep(world.project, {
      inputs: { command: 'restore', 'state-version': version },
    })
    expect(main.outputs['result']).toBe('restored')
    await expectWhole()
    expect(world.state()).toMatchObject({ serial: 3, inputs: { a: 'ruby' } })
    expect(await world.versions()).toHaveLength(3)
    expect(await world.lock()).toBeUndefined()
  })
})
