import { describe, expect, test } from '@jest/globals'

import { nameOf, statusOf, unknownFromError } from '../../src/backend/read-failure.ts'

const failure = (fields: { name?: string; status?: number; code?: string; message?: string }): Error =>
  Object.assign(new Error(fields.message ?? 'it failed'), {
    name: fields.name ?? 'Error',
    ...(fields.code === undefined ? {} : { code: fields.code }),
    ...(fields.status === undefined ? {} : { $metadata: { httpStatusCode: fields.status } }),
  })

describe('a read that failed', () => {
  test.each<[string, Parameters<typeof failure>[0], boolean]>([
    ['is denied', { name: 'AccessDenied', status: 403 }, false],
    ['has no bucket', { name: 'NoSuchBucket', status: 404 }, false],
    ['has no table', { name: 'ResourceNotFoundException', status: 400 }, false],
    ['has no credentials', { name: 'CredentialsProviderError' }, false],
    ['meets a failing store', { name: 'InternalError', status: 500 }, true],
    ['meets a busy store', { name: 'SlowDown', status: 503 }, true],
    ['is throttled by a status', { name: 'x', status: 429 }, true],
    ['is throttled by a name', { name: 'ThrottlingException', status: 400 }, true],
    ['is throttled by a table', { name: 'ProvisionedThroughputExceededException', status: 400 }, true],
    ['takes too long', { name: 'TimeoutError' }, true],
    ['is given up', { name: 'AbortError' }, true],
    ['finds nobody there', { code: 'ECONNREFUSED' }, true],
    ['is cut off', { code: 'ECONNRESET' }, true],
    ['is cut off while it sends', { code: 'EPIPE' }, true],
    ['finds no host', { code: 'ENOTFOUND' }, true],
    ['finds no name server', { code: 'EAI_AGAIN' }, true],
    ['meets a wrong certificate', { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, false],
  ])('because it %s is unknown', (_, fields, transient) => {
    expect(unknownFromError(failure(fields), 'the lock')).toEqual({
      kind: 'unknown',
      reason: expect.stringMatching(/^the lock could not be read: ./),
      transient,
    })
  })

  test.each([[undefined], [null], ['text'], [5], [{}]])('with %p is unknown too', (error) => {
    expect(unknownFromError(error, 'the lock').kind).toBe('unknown')
    expect(statusOf(error)).toBeUndefined()
    expect(nameOf(error)).toBe('')
  })

  test('tells in one plain line, however long the answer of the store was', () => {
    const message = `<html>\n\u001b[31m${'x'.repeat(5_000)}`
    const reading = unknownFromError(failure({ message }), 'the lock')
    const reason = reading.kind === 'unknown' ? reading.reason : ''
    expect(reason).not.toMatch(/[\n\u001b]/)
    expect(reason.length).toBeLessThan(300)
  })
})
