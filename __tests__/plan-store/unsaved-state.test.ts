import type { S3Client } from '@aws-sdk/client-s3'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'

import { createS3Client } from '../../src/backend/aws-clients.ts'
import type { UnsavedState, UnsavedStates } from '../../src/lock/unsaved-marker.ts'
import { createUnsavedStates } from '../../src/plan-store/unsaved-state.ts'
import { s3ConfigFor } from '../support/backend-config.ts'
import '../support/errors-of-node.ts'
import { startEmbeddedS3, type EmbeddedS3, type Fault } from '../support/embedded-s3.ts'

const bucket = 'tfstate'
const prefix = '.lockstep/states/app/terraform.tfstate/'
const markerKey = `${prefix}state-not-saved`
const denied: Fault = { kind: 'status', status: 403, code: 'AccessDenied' }

let s3: EmbeddedS3
const clients: S3Client[] = []
beforeEach(async () => {
  s3 = await startEmbeddedS3({ buckets: [bucket] })
})
afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy()
  await s3.close()
})

function open(changes: Record<string, unknown> = {}): UnsavedStates {
  const config = s3ConfigFor(s3.endpoint, changes)
  let client: Promise<S3Client> | undefined
  return createUnsavedStates(config, async () => {
    const created = await (client ??= createS3Client(config))
    clients.push(created)
    return created
  })
}
const state = (content: string): UnsavedState => ({
  ...{ since: '2026-08-22T10:12:12.000Z', run: undefined, serial: 1, lineage: 'a', content },
  ...{ file: '/work/app/errored.tfstate', reason: 'AccessDenied' },
})
const copies = (): string[] => s3.keys(bucket).filter((key) => key.startsWith(`${prefix}unsaved/`))
const marked = async (): Promise<string[]> => {
  const reading = await open().readMarker()
  return reading.kind === 'marked' ? reading.states.map(({ content }) => content) : []
}

describe('a state that could not be saved', () => {
  test('is kept as it is, and marked; once it is saved, neither is left', async () => {
    const unsaved = open()
    expect(await unsaved.readMarker()).toEqual({ kind: 'none' })
    const { copy, isMarked, problem } = await unsaved.keep(state('one'), '{"version":4}')
    expect([isMarked, problem]).toEqual([true, ''])
    expect(copies().map((key) => `s3://${bucket}/${key}`)).toEqual([copy])
    expect(s3.object(bucket, copies()[0]!)?.body.toString()).toBe('{"version":4}')
    expect(await marked()).toEqual(['one'])
    expect(await unsaved.settle('one')).toEqual({ kind: 'settled', left: [] })
    expect(s3.keys(bucket)).toEqual([])
  })

  test('is not kept twice', async () => {
    await open().keep(state('one'), 'x')
    await open().keep(state('one'), 'x')
    expect(copies()).toHaveLength(1)
    expect(await marked()).toEqual(['one'])
  })

  test('does not hide another one, also where both are kept in the same moment', async () => {
    await Promise.all(
      ['one', 'two', 'three'].map(async (content) => await open().keep(state(content), content)),
    )
    expect((await marked()).toSorted()).toEqual(['one', 'three', 'two'])
    expect(await open().settle('two')).toMatchObject({ kind: 'settled', left: [{}, {}] })
    expect((await marked()).toSorted()).toEqual(['one', 'three'])
    expect(copies()).toHaveLength(2)
  })

  test('is marked even where no copy can be kept', async () => {
    s3.fault({ method: 'PUT', key: /unsaved\//, fault: denied, times: Infinity })
    const { copy, isMarked, problem } = await open().keep(state('one'), 'x')
    expect([copy, isMarked]).toEqual([undefined, true])
    expect(problem).toContain('AccessDenied')
    expect(await marked()).toEqual(['one'])
  })

  test('is said to be kept nowhere where nothing may be written', async () => {
    s3.fault({ method: 'PUT', key: /\.lockstep/, fault: denied, times: Infinity })
    expect(await open().keep(state('one'), 'x')).toMatchObject({ copy: undefined, isMarked: false })
  })

  test('is stored with the encryption of the state', async () => {
    await open({ encrypt: true, kms_key_id: 'alias/state' }).keep(state('one'), 'x')
    const puts = s3.requests.filter(({ method, key }) => method === 'PUT' && key.startsWith(prefix))
    expect(puts).toHaveLength(2)
    for (const { headers } of puts) expect(headers['x-amz-server-side-encryption']).toBe('aws:kms')
  })
})

describe('the marker', () => {
  test('that may not be read is unknown, and denied', async () => {
    s3.fault({ method: 'GET', key: markerKey, fault: denied, times: Infinity })
    expect(await open().readMarker()).toMatchObject({ kind: 'unknown', isDenied: true })
  })

  test('that is no marker is garbled, never none', async () => {
    s3.put(bucket, markerKey, 'hello')
    expect(await open().readMarker()).toMatchObject({ kind: 'garbled' })
  })

  test('that is garbled is not written over', async () => {
    s3.put(bucket, markerKey, 'hello')
    expect(await open().keep(state('one'), 'x')).toMatchObject({ isMarked: false })
    expect(s3.object(bucket, markerKey)?.body.toString()).toBe('hello')
  })

  test('stays in a store that ignores conditions', async () => {
    await open().keep(state('one'), 'x')
    s3.fault({ method: 'DELETE', key: /./, fault: { kind: 'ignore-conditions' }, times: Infinity })
    expect(await open().settle('one')).toMatchObject({ kind: 'failed' })
    expect(await marked()).toEqual(['one'])
  })

  test('names commands that can be pasted', () => {
    const unsaved = open()
    expect(unsaved.removeCommand).toBe(
      `aws s3 rm --region us-east-1 --endpoint-url ${s3.endpoint} s3://${bucket}/${markerKey}`,
    )
    expect(unsaved.fetchCommand(`${prefix}unsaved/it's.tfstate`, 'x.tfstate')).toContain(
      String.raw`it'\''s.tfstate' x.tfstate`,
    )
  })
})
