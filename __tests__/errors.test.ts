import { describe, expect, test } from '@jest/globals'

import { InvalidInputsError, LockstepError, messageFromError } from '../src/errors.ts'

describe('the message of what was thrown', () => {
  test.each<[string, unknown, string]>([
    ['an error', new Error('broken'), 'broken'],
    ['its cause', new Error('broken', { cause: new Error('deep') }), 'broken (deep)'],
    ['the cause of its cause', new Error('a', { cause: new Error('b', { cause: 'c' }) }), 'a (b (c))'],
    ['an error without words', new TypeError(), 'TypeError'],
    ['one of ours', new LockstepError('lock-fault', 'no lock', 'do this'), 'no lock'],
    ['a text', 'text', 'text'],
    ['nothing', undefined, 'undefined'],
  ])('has %s', (_, error, message) => {
    expect(messageFromError(error)).toBe(message)
  })
})

test('a failure that the user can act on has a reason, an advice and a cause', () => {
  const cause = new Error('deep')
  const error = new LockstepError('terraform-error', 'It failed.', 'Do this.', { cause })
  expect(error).toBeInstanceOf(Error)
  expect([error.name, error.reason, error.message, error.advice, error.cause]).toEqual([
    ...['LockstepError', 'terraform-error', 'It failed.', 'Do this.', cause],
  ])
  expect(new LockstepError('cancelled', 'x').advice).toBe('')
})

test('all problems of the inputs are one error', () => {
  expect(new InvalidInputsError(['one']).message).toBe(
    'An input is not valid, so nothing was started:\n- one',
  )
  const { message, problems, reason } = new InvalidInputsError(['one', 'two'])
  expect(message).toBe('2 inputs are not valid, so nothing was started:\n- one\n- two')
  expect([problems, reason]).toEqual([['one', 'two'], 'invalid-input'])
})
