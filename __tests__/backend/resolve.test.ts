import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'

import type { Backend } from '../../src/backend/backend.ts'
import type { BackendFile } from '../../src/backend/backend-file.ts'
import { backendFromAddress, resolveBackend } from '../../src/backend/resolve.ts'
import { parseStateAddress } from '../../src/lock/state-address.ts'
import { backendConfig } from '../support/backend-config.ts'
import { startDynalite, type Dynalite } from '../support/dynalite.ts'
import { startEmbeddedS3, type EmbeddedS3 } from '../support/embedded-s3.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { proofFor } from '../support/fake-lock.ts'
import { readFixture } from '../support/fixture.ts'

const table = 'locks'
const statePath = 'app/terraform.tfstate'
const lock = readFixture('lock-s3.json')
const { signal } = new AbortController()

let root = ''
let s3: EmbeddedS3
let dynamodb: Dynalite
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'lockstep-resolve-'))
  s3 = await startEmbeddedS3({ buckets: ['tfstate'] })
  dynamodb = await startDynalite()
  await dynamodb.createLockTable(table)
})
afterEach(async () => {
  s3.clearFaults()
  for (const key of s3.keys('tfstate')) s3.remove('tfstate', key)
  await dynamodb.deleteItem(table, `tfstate/${statePath}`)
})
afterAll(async () => {
  await s3.close()
  await dynamodb.close()
  rmSync(root, { recursive: true, force: true })
})

const keys = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' }
function backendOf(
  file: Partial<BackendFile>,
  workspace = 'default',
  env: Record<string, string> = {},
): Backend {
  const context = {
    env: { ...keys, ...env },
    clock: createFakeClock(),
    workingDirectory: join(root, 'repo', 'app'),
  }
  return resolveBackend({ type: 's3', config: {}, hash: 17, ...file }, workspace, {
    ...context,
    workspaceRoot: join(root, 'repo'),
  })
}
function s3Backend(changes: Record<string, unknown> = {}, workspace?: string): Backend {
  const endpoints = { s3: s3.endpoint, dynamodb: dynamodb.endpoint }
  const block = { endpoints, region: 'us-east-1', access_key: 'test', secret_key: 'test', ...changes }
  return backendOf({ config: backendConfig(block) }, workspace)
}

describe('an S3 backend', () => {
  test.each<[Record<string, unknown>, string]>([
    [{ use_lockfile: true }, 's3'],
    [{ use_lockfile: null, dynamodb_table: table }, 'dynamodb'],
    [{ use_lockfile: true, dynamodb_table: table }, 's3-and-dynamodb'],
    [{ use_lockfile: null }, 'none'],
    [{ use_lockfile: false, dynamodb_table: '' }, 'none'],
  ])('with %j is guarded by %s', (changes, mechanism) => {
    expect(s3Backend(changes).mechanism).toBe(mechanism)
  })

  test('has an address, and the path that Terraform’s log will tell', () => {
    const { address, lockPath, type } = s3Backend({}, 'prod')
    expect([type, address, lockPath]).toEqual([
      's3',
      `s3://tfstate/env:/prod/${statePath}`,
      `tfstate/env:/prod/${statePath}`,
    ])
  })

  test('reads its lock file', async () => {
    const { lock: file } = s3Backend()
    expect((await file.read()).kind).toBe('free')
    s3.put('tfstate', `${statePath}.tflock`, lock)
    expect((await file.read()).kind).toBe('held')
  })

  test('reads its item where there is only a table', async () => {
    const { lock: item } = s3Backend({ use_lockfile: null, dynamodb_table: table })
    s3.put('tfstate', `${statePath}.tflock`, lock)
    expect((await item.read()).kind).toBe('free')
    await dynamodb.putItem(table, `tfstate/${statePath}`, lock)
    expect((await item.read()).kind).toBe('held')
  })

  test('reads and removes both halves where both are on', async () => {
    const { lock: both } = s3Backend({ dynamodb_table: table })
    s3.put('tfstate', `${statePath}.tflock`, lock)
    await dynamodb.putItem(table, `tfstate/${statePath}`, lock)
    const reading = await both.read()
    if (reading.kind !== 'held') throw new Error(`it is ${reading.kind}`)
    expect(reading.version).toEqual({ etag: expect.any(String), info: lock })
    expect(await both.remove(reading.version, proofFor(reading.holder.lockId))).toEqual({ kind: 'removed' })
    expect(s3.keys('tfstate')).toEqual([])
    expect((await both.read()).kind).toBe('free')
  })

  test('without any lock has one that nobody knows, and nothing is asked', async () => {
    const asked = s3.requests.length
    const { lock: none } = s3Backend({ use_lockfile: null })
    expect(await none.read()).toEqual({
      kind: 'unknown',
      reason: expect.stringContaining('no locking'),
      transient: false,
    })
    expect((await none.remove({ etag: 'x' }, proofFor('x'))).kind).toBe('refused')
    expect(s3.requests).toHaveLength(asked)
  })

  test('with an option that cannot be honoured has a lock that is unknown, and the option is named', async () => {
    const asked = s3.requests.length
    const reading = await s3Backend({ ec2_metadata_service_endpoint: 'http://x' }).lock.read()
    expect(reading).toEqual({
      kind: 'unknown',
      reason: 'Lockstep does not know how to honour the backend option ec2_metadata_service_endpoint',
      transient: false,
    })
    expect(s3.requests).toHaveLength(asked)
  })
})

describe('a workspace in S3', () => {
  test('is there when its state is', async () => {
    s3.put('tfstate', `env:/prod/${statePath}`, '{}')
    expect(await s3Backend({}, 'prod').workspacePresence(signal)).toBe('exists')
  })

  test('is missing when its state is, and nothing is made', async () => {
    s3.put('tfstate', `env:/prod/${statePath}.tflock`, lock)
    expect(await s3Backend({}, 'prod').workspacePresence(signal)).toBe('missing')
    expect(s3.keys('tfstate')).toEqual([`env:/prod/${statePath}.tflock`])
  })

  test('is for Terraform to tell when nobody may look', async () => {
    s3.fault({ method: 'HEAD', key: /./, fault: { kind: 'status', status: 403, code: 'AccessDenied' } })
    expect(await s3Backend({}, 'prod').workspacePresence(signal)).toBe('ask-terraform')
  })

  test('is for Terraform to tell where an option cannot be honoured, and nothing is asked', async () => {
    const asked = s3.requests.length
    const obstacle = { ec2_metadata_service_endpoint: 'http://x' }
    expect(await s3Backend(obstacle, 'prod').workspacePresence(signal)).toBe('ask-terraform')
    expect(s3.requests).toHaveLength(asked)
  })

  test('is looked for also where nothing guards the state', async () => {
    s3.put('tfstate', `env:/prod/${statePath}`, '{}')
    expect(await s3Backend({ use_lockfile: null }, 'prod').workspacePresence(signal)).toBe('exists')
  })

  test('is not looked for after a cancel', async () => {
    const asked = s3.requests.length
    expect(await s3Backend({}, 'prod').workspacePresence(AbortSignal.abort())).toBe('ask-terraform')
    expect(s3.requests).toHaveLength(asked)
  })

  test('is not waited for after a cancel', async () => {
    s3.fault({ method: 'HEAD', key: /./, fault: { kind: 'delay', ms: 30_000 } })
    const cancel = new AbortController()
    const presence = s3Backend({}, 'prod').workspacePresence(cancel.signal)
    setTimeout(() => {
      cancel.abort()
    }, 100)
    const start = performance.now()
    expect(await presence).toBe('ask-terraform')
    expect(performance.now() - start).toBeLessThan(5_000)
  })
})

describe('a local backend', () => {
  const local = (config: Record<string, unknown> = {}, workspace = 'default'): Backend =>
    backendOf({ type: 'local', config }, workspace)

  test.each<[Record<string, unknown>, string, string]>([
    [{}, 'default', 'local:app/terraform.tfstate'],
    [{ path: null, workspace_dir: null }, 'prod', 'local:app/terraform.tfstate.d/prod/terraform.tfstate'],
    [{ path: '../states/app.tfstate' }, 'default', 'local:states/app.tfstate'],
    [{ path: '../..odd/app.tfstate' }, 'default', 'local:..odd/app.tfstate'],
    [{ path: '/elsewhere/app.tfstate' }, 'default', 'local:/elsewhere/app.tfstate'],
    [{ workspace_dir: '/elsewhere' }, 'prod', 'local:/elsewhere/prod/terraform.tfstate'],
  ])('with %j and the workspace %s has the address %s', (config, workspace, address) => {
    const backend = local(config, workspace)
    expect([backend.address, backend.mechanism, backend.lockPath]).toEqual([address, 'local', undefined])
  })

  test('outside of the repository is told by its whole path', () => {
    expect(local({ path: '../../beside.tfstate' }).address).toBe(`local:${join(root, 'beside.tfstate')}`)
  })

  test('reads the trace beside its state', async () => {
    const folder = join(root, 'repo', 'app')
    mkdirSync(folder, { recursive: true })
    expect((await local().lock.read()).kind).toBe('free')
    writeFileSync(join(folder, '.terraform.tfstate.lock.info'), readFixture('lock-local.json'))
    expect((await local().lock.read()).kind).toBe('unknown')
  })

  test('has the workspaces that have a folder', async () => {
    mkdirSync(join(root, 'repo', 'app', 'terraform.tfstate.d', 'prod'), { recursive: true })
    expect(await local({}, 'prod').workspacePresence(signal)).toBe('exists')
    expect(await local({}, 'dev').workspacePresence(signal)).toBe('missing')
  })
})

describe('any other backend', () => {
  test.each<[string, Record<string, unknown>, string]>([
    ['gcs', { bucket: 'b', prefix: 'p', credentials: 'secret' }, 'gcs://b/p/prod'],
    [
      'azurerm',
      { storage_account_name: 'a', container_name: 'c', key: 'k', access_key: 'secret' },
      'azurerm://a/c/k/prod',
    ],
    ['consul', { address: 'host', path: 'p', access_token: 'secret' }, 'consul://host/p/prod'],
    ['http', { address: 'https://user:secret@host/' }, 'http://17/prod'],
    ['pg', { conn_str: 'postgres://user:secret@host/' }, 'pg://17/prod'],
  ])('of the type %s has an address without secrets', async (type, config, address) => {
    const backend = backendOf({ type, config }, 'prod')
    expect([backend.address, backend.mechanism, backend.lockPath]).toEqual([address, 'other', undefined])
    expect(await backend.lock.read()).toEqual({
      kind: 'unknown',
      reason: `a "${type}" backend does not let its lock be read without taking it`,
      transient: false,
    })
    expect((await backend.lock.remove({}, proofFor('x'))).kind).toBe('refused')
  })

  test('leaves it to Terraform to tell its workspaces', async () => {
    expect(await backendOf({ type: 'gcs' }, 'prod').workspacePresence(signal)).toBe('ask-terraform')
    expect(await backendOf({ type: 'remote' }, 'prod').workspacePresence(signal)).toBe('exists')
    expect(await backendOf({ type: 'cloud' }, 'prod').workspacePresence(signal)).toBe('exists')
  })
})

describe('an address without a folder', () => {
  const read = async (address: string, env: Record<string, string>): Promise<string> => {
    const backend = backendFromAddress(parseStateAddress(address), {
      ...{ env, clock: createFakeClock(), workspaceRoot: root },
    })
    return (await backend.lock.read()).kind
  }
  const jobEnvironment = process.env
  afterEach(() => {
    process.env = jobEnvironment
  })

  test('reads the lock file, and the item too where a table is named', async () => {
    const env = {
      AWS_REGION: 'us-east-1',
      AWS_ENDPOINT_URL_S3: s3.endpoint,
      AWS_ENDPOINT_URL_DYNAMODB: dynamodb.endpoint,
    }
    process.env = { ...jobEnvironment, ...keys }
    const address = `s3://tfstate/${statePath}`
    expect(await read(address, env)).toBe('free')
    await dynamodb.putItem(table, `tfstate/${statePath}`, lock)
    expect(await read(address, env)).toBe('free')
    expect(await read(`${address}?dynamodb_table=${table}`, env)).toBe('held')
    s3.put('tfstate', `${statePath}.tflock`, lock)
    expect(await read(address, env)).toBe('held')
    expect(await read(address, { AWS_REGION: 'us-east-1', AWS_ENDPOINT_URL: s3.endpoint })).toBe('held')
  })

  test('is the address that everybody else has', () => {
    const backend = backendFromAddress(parseStateAddress(`s3://tfstate/${statePath}?region=eu-west-1`), {
      ...{ env: {}, clock: createFakeClock(), workspaceRoot: root },
    })
    expect([backend.address, backend.mechanism]).toEqual([`s3://tfstate/${statePath}`, 's3'])
    expect(s3Backend().address).toBe(backend.address)
  })
})
