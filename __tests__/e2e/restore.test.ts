import { readFileSync, statSync } from 'node:fs'
import { afterEach, describe, expect, test } from '@jest/globals'
import { renderMarker } from '../../src/lock/unsaved-marker.ts'
import type { StepResult } from '../support/fake-runner.ts'
import { disposeRuns, lockstep } from '../support/lockstep.ts'
import { motoIsAvailable, startMoto } from '../support/moto.ts'
import { isProof, proofTest, sampled } from '../support/proof.ts'
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
import { createProject, lockJson, resource, s3Backend } from '../support/terraform-project.ts'

let world: RestoreWorld
const red = stateText(1, { a: 'ruby' })
const green = stateText(2, { a: 'jade', b: 'one' })
const blue = stateText(3, { a: 'blue', b: 'one', c: 'two' })
const otherLineage = '00000000-0000-4000-8000-000000000000'

const start = async (mechanism: Mechanism, isVersioned = true): Promise<void> => {
  world = await startRestoreWorld(mechanism, isVersioned)
  for (const body of [red, green, blue]) await world.write(body)
}
afterEach(async () => {
  disposeRuns()
  await world.close()
})

async function restore(inputs: Record<string, string> = {}): Promise<StepResult> {
  const { main, post } = await lockstep(world.project, { inputs: { command: 'restore', ...inputs } })
  expect(main.problems).toEqual([])
  expect(post?.exitCode).toBe(0)
  return main
}

/** Terraform's init waits 10 s for a digest that matches: with one it has to be done before. */
async function tamper(body: string | undefined): Promise<Record<string, string>> {
  const hasDigest = (await world.digest()) !== undefined && !isProof
  if (hasDigest) await world.project.terraform(['init', '-input=false'])
  world.tamper(body)
  return hasDigest ? { init: 'false' } : {}
}

/** Terraform itself reads it, and nothing holds it. */
async function expectState(serial: number, inputs: Record<string, string>): Promise<void> {
  expect(world.state()).toMatchObject({ serial, inputs })
  expect(await world.lock()).toBeUndefined()
  const text = world.s3.object(bucket, stateKey)?.body.toString() ?? ''
  const digest = await world.digest()
  if (digest !== undefined) expect(digest).toBe(md5(text))
  await world.project.terraform(['init', '-input=false'])
  const pulled = await world.project.terraform(['state', 'pull'])
  expect(JSON.parse(pulled.stdout)).toMatchObject({ serial })
}

describe('the list', () => {
  test('tells of each version what it is and how it differs from now, and changes nothing', async () => {
    await start('s3')
    world.tamper('{"version":4,"serial":4,"terr')
    world.tamper(undefined)
    const run = 'https://github.com/acme/infra/actions/runs/42/attempts/1'
    world.s3.put(bucket, lockKey, lockJson({ Info: `lockstep run=${run} actor=alice` }))
    world.tamper(blue)
    world.s3.remove(bucket, lockKey)
    const before = await world.versions()
    const main = await restore()
    expect(main).toMatchObject({ outcome: 'success', outputs: { result: 'listed', 'failure-reason': '' } })
    expect(await world.versions()).toEqual(before)
    expect(world.proxies[0]?.requests.filter(({ method }) => method !== 'GET' && method !== 'HEAD')).toEqual(
      [],
    )
    const rows = main.summary.split('\n').filter((line) => line.startsWith('| '))
    const [first, deleted, broken, same, second, oldest] = rows.slice(-6)
    expect(first).toMatch(/`3`.*`now`.*\[run 42\]\(https:.*`alice`/)
    expect(deleted).toContain('deleted')
    expect(broken).toContain('no whole state')
    expect(same).toContain('`the same`')
    expect(second).toMatch(/`2`.*`-1 ~1`/)
    expect(oldest).toMatch(/`1`.*`-2 ~1`/)
    expect(main.log).toMatch(/Stored +Serial +Lineage/)
    for (const value of ['ruby', 'jade']) expect(main.summary + main.log).not.toContain(value)
  })
})

proofTest('a state that was never saved is told of: it is newer than any version', async () => {
  await start('s3')
  const copyKey = `.lockstep/states/${stateKey}/unsaved/1.tfstate`
  const unsaved = {
    ...{ since: '2026-08-22T10:11:12Z', run: undefined, serial: 4, lineage: null, content: '0' },
    ...{ file: '/tmp/errored.tfstate', reason: 'S3 was down', copyKey },
  }
  world.s3.put(bucket, `.lockstep/states/${stateKey}/state-not-saved`, renderMarker([unsaved]))
  const main = await restore()
  expect(main.outputs['result']).toBe('listed')
  expect(main.log).toContain(`s3://${bucket}/${copyKey}`)
})

proofTest('moto’s answers are understood, too', async () => {
  await start('s3')
  if (!(await motoIsAvailable())) return
  const moto = await startMoto()
  const project = createProject(s3Backend({ s3: moto.endpoint, bucket }), resource('a', '"blue"'))
  try {
    await moto.createBucket(bucket, { versioned: true })
    await project.terraform(['init', '-input=false'])
    await project.terraform(['apply', '-input=false', '-auto-approve'])
    await project.terraform(['destroy', '-input=false', '-auto-approve'])
    const listed = await lockstep(project, { inputs: { command: 'restore' } })
    const [, last = ''] = /`\+1`.*`([^`]+)` \|$/m.exec(listed.main.summary) ?? []
    const { main } = await lockstep(project, { inputs: { command: 'restore', 'state-version': last } })
    expect(main.outputs['result']).toBe('restored')
    const pulled = await project.terraform(['state', 'list'])
    expect(pulled.stdout.trim()).toBe('terraform_data.a')
  } finally {
    project.dispose()
    await moto.close()
  }
})

describe.each(sampled<Mechanism>(['s3', 'dynamodb', 'both'], 2))('with %s', (mechanism) => {
  const variant = mechanism === 's3' ? test : proofTest

  test('an older state comes back under the lock, with a serial above all others, and the one that was there stays', async () => {
    await start(mechanism)
    const before = await world.versions()
    const main = await restore({ 'state-version': await world.versionOf(red) })
    expect(main).toMatchObject({ outcome: 'success', outputs: { result: 'restored' } })
    await expectState(4, { a: 'ruby' })
    const after = await world.versions()
    expect(after.slice(1)).toEqual(before)
    expect(main.summary).toContain('with the serial 4')
    expect(main.summary).toMatch(/```\n- terraform_data\.b\n- terraform_data\.c\n~ terraform_data\.a\n```/)
    const [, file = ''] = /until the end of this job: (\S+)/.exec(main.log) ?? []
    expect(file).not.toBe('')
  })

  variant(
    'a state that is cut off is no obstacle, neither to Terraform’s init nor to its return',
    async () => {
      await start(mechanism)
      const version = await world.versionOf(green)
      const inputs = await tamper('{"version":4,"serial":9,"terr')
      const main = await restore({ 'state-version': version, ...inputs })
      expect(main).toMatchObject({ outcome: 'success', outputs: { result: 'restored' } })
      await expectState(10, { a: 'jade', b: 'one' })
    },
  )

  test('a state that was deleted comes back', async () => {
    await start(mechanism)
    const version = await world.versionOf(blue)
    const inputs = await tamper(undefined)
    const main = await restore({ 'state-version': version, ...inputs })
    expect(main).toMatchObject({ outcome: 'success', outputs: { result: 'restored' } })
    await expectState(4, { a: 'blue', b: 'one', c: 'two' })
  })

  variant('a lock that somebody holds is waited for, and left alone', async () => {
    await start(mechanism)
    await world.hold(lockJson())
    const main = await restore({ 'state-version': await world.versionOf(red), 'on-contention': 'fail' })
    expect(main).toMatchObject({ outcome: 'failure', outputs: { result: 'contended' } })
    expect(main.log).toContain('alice@laptop')
    expect(world.state()?.serial).toBe(3)
    expect(await world.lock()).toContain('alice@laptop')
  })
})

describe('a version is refused, and nothing changes,', () => {
  const refusals: [string, () => Promise<Record<string, string>>, string][] = [
    [
      'that has another lineage',
      async () => {
        const foreign = stateText(7, { x: 'y' }, otherLineage)
        world.tamper(foreign)
        world.tamper(blue)
        return { 'state-version': await world.versionOf(foreign) }
      },
      'states of different things',
    ],
    ['that is not there', () => Promise.resolve({ 'state-version': 'nowhere' }), 'no version of this state'],
    [
      'that is a delete marker',
      async () => {
        world.tamper(undefined)
        const [marker] = await world.versions()
        world.tamper(blue)
        return { 'state-version': marker?.versionId ?? '' }
      },
      'names a delete marker',
    ],
    [
      'that is no whole state',
      async () => {
        world.tamper('{"version":4')
        const [broken] = await world.versions()
        world.tamper(blue)
        return { 'state-version': broken?.versionId ?? '' }
      },
      'is no whole state in clear',
    ],
  ]
  test.each(sampled(refusals, 1))('%s', async (_, prepare, message) => {
    await start('s3')
    const inputs = await prepare()
    const before = await world.versions()
    const main = await restore(inputs)
    expect(main).toMatchObject({
      outcome: 'failure',
      outputs: { result: 'failed', 'failure-reason': 'invalid-input' },
    })
    expect(main.log).toContain(message)
    expect(await world.versions()).toEqual(before)
    expect(await world.lock()).toBeUndefined()
  })

  test('where the bucket would not keep what is there', async () => {
    await start('s3', false)
    const main = await restore({ 'state-version': 'null' })
    expect(main.outputs).toMatchObject({ result: 'failed', 'failure-reason': 'invalid-input' })
    expect(main.log).toContain('the bucket keeps no versions')
    expect(world.state()?.serial).toBe(3)
    expect(await world.lock()).toBeUndefined()
  })
})

test('a state of another lineage gives way where that is forced', async () => {
  await start('s3')
  world.tamper(stateText(7, { x: 'y' }, otherLineage))
  const main = await restore({ 'state-version': await world.versionOf(blue), force: 'true' })
  expect(main).toMatchObject({ outcome: 'success', outputs: { result: 'restored' } })
  await expectState(8, { a: 'blue', b: 'one', c: 'two' })
})

test('whoever meets the lock meanwhile reads who holds it, and Terraform waits for it', async () => {
  await start('s3')
  await world.project.terraform(['init', '-input=false'])
  let seen = ''
  world.s3.fault({
    method: 'PUT',
    key: stateKey,
    fault: {
      kind: 'run',
      before: async () => {
        seen = await world.project.terraform(['plan', '-input=false']).then(
          () => 'planned',
          (error: unknown) => (error as { stderr: string }).stderr,
        )
      },
    },
  })
  const main = await restore({ 'state-version': await world.versionOf(red) })
  expect(main.outputs['result']).toBe('restored')
  expect(seen).toContain('Error acquiring the state lock')
  expect(seen).toMatch(/Operation: restore/)
  expect(seen).toMatch(/Info: +lockstep run=https:/)
})

describe('nobody else’s write or lock is harmed', () => {
  const alices = lockJson()
  const before = (method: string, key: string, change: () => void): void => {
    world.s3.fault({ method, key, fault: { kind: 'run', before: change } })
  }

  test('a lock that is taken in the moment in which ours is asked for stays', async () => {
    await start('s3')
    before('PUT', lockKey, () => world.s3.put(bucket, lockKey, alices))
    const main = await restore({ 'state-version': await world.versionOf(red), 'on-contention': 'fail' })
    expect(main.outputs['result']).toBe('contended')
    expect(await world.lock()).toBe(alices)
    expect(world.state()?.serial).toBe(3)
  })

  test('a state that somebody writes in spite of the lock stays', async () => {
    await start('s3')
    const foreign = stateText(4, { a: 'purple' })
    before('PUT', stateKey, () => {
      world.tamper(foreign)
    })
    const main = await restore({ 'state-version': await world.versionOf(red) })
    expect(main.outputs).toMatchObject({ result: 'failed', 'failure-reason': 'lock-contention' })
    expect(main.log).toContain('in spite of the lock')
    expect(world.s3.object(bucket, stateKey)?.body.toString()).toBe(foreign)
    expect(await world.lock()).toBeUndefined()
  })

  test('a lock that has taken the place of ours stays', async () => {
    await start('s3')
    before('DELETE', lockKey, () => world.s3.put(bucket, lockKey, alices))
    const main = await restore({ 'state-version': await world.versionOf(red) })
    expect(main.outputs['result']).toBe('restored')
    expect(await world.lock()).toBe(alices)
  })

  test('a store that ignores conditions is not written to', async () => {
    await start('s3')
    for (const method of ['PUT', 'DELETE'])
      world.s3.fault({ method, key: /./, fault: { kind: 'ignore-conditions' }, times: Infinity })
    const main = await restore({ 'state-version': await world.versionOf(red) })
    expect(main.outputs).toMatchObject({ result: 'failed', 'failure-reason': 'lock-fault' })
    expect(world.state()?.serial).toBe(3)
    expect(await world.lock()).toBeUndefined()
  })
})

describe('a digest that does not match', () => {
  test('is explained with which of the two is newer, and written only when asked for', async () => {
    await start('dynamodb')
    const inputs = await tamper(stateText(4, { a: 'purple' }))
    const told = await restore(inputs)
    expect(told.outputs['result']).toBe('listed')
    expect(told.summary).toContain('The state that is there is newer than its digest')
    expect(await world.digest()).toBe(md5(blue))
    const main = await restore({ 'repair-digest': 'true', ...inputs })
    expect(main).toMatchObject({ outcome: 'success', outputs: { result: 'restored' } })
    await expectState(4, { a: 'purple' })
  })

  // Terraform reads such a state again and again, for 10 s.
  proofTest('is told as what restore is for, where init meets it', async () => {
    await start('dynamodb')
    world.tamper(stateText(4, { a: 'purple' }))
    const { main } = await lockstep(world.project)
    expect(main.outputs).toMatchObject({ result: 'failed', 'failure-reason': 'terraform-error' })
    expect(main.log).toContain('restore with repair-digest: true')
  })

  proofTest('of a state that never arrived is not written without a look', async () => {
    await start('dynamodb')
    await world.putDigest('0'.repeat(32))
    const told = await restore()
    expect(told.summary).toContain('it may well be the newer one')
  })

  proofTest('that matches is left alone', async () => {
    await start('dynamodb')
    const main = await restore({ 'repair-digest': 'true' })
    expect(main.outputs['result']).toBe('listed')
    expect(main.log).toContain('there is nothing to repair')
    expect(await world.lock()).toBeUndefined()
  })
})

test('the state that was there lies in a file of mode 0600 until the job ends', async () => {
  await start('s3')
  let seen: { mode: number; body: string } | undefined
  await lockstep(world.project, {
    inputs: { command: 'restore', 'state-version': await world.versionOf(red) },
    betweenMainAndPost: (main) => {
      const [, file = ''] = /until the end of this job: (\S+)/.exec(main.log) ?? []
      seen = { mode: statSync(file).mode & 0o777, body: readFileSync(file, 'utf8') }
      return Promise.resolve()
    },
  })
  expect(seen).toEqual({ mode: 0o600, body: blue })
})
