import { runInThisContext } from 'node:vm'

import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'

import { within } from '../../src/backend/request.ts'

/** Jest's fake timers do not reach AbortSignal.timeout, so the limit is one that a test ends itself. */
let limit = new AbortController()
let limits: number[] = []
beforeEach(() => {
  limit = new AbortController()
  limits = []
  jest.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
    limits.push(ms)
    return limit.signal
  })
})
afterEach(() => {
  jest.restoreAllMocks()
})

// Jest gives tests a copy of `process`, which is told of nothing.
const realProcess = runInThisContext('process') as NodeJS.Process
const never = async (): Promise<never> => await new Promise<never>(() => undefined)
const timedOut = new DOMException('it took too long', 'TimeoutError')

describe('a request', () => {
  test('that is answered is nothing but its answer, and has 15 seconds', async () => {
    expect(await within(() => Promise.resolve('answer'))).toBe('answer')
    expect(limits).toEqual([15_000])
  })

  test('that fails fails as it does', async () => {
    const failure = new Error('denied')
    await expect(within(() => Promise.reject(failure))).rejects.toBe(failure)
  })

  test('is told when its time is over', async () => {
    let given: AbortSignal | undefined
    const ended = within(async (signal) => {
      given = signal
      return await never()
    })
    expect(given?.aborted).toBe(false)
    limit.abort(timedOut)
    await expect(ended).rejects.toBe(timedOut)
    expect(given?.reason).toBe(timedOut)
  })

  test('that never settles, nor looks at its signal, ends with its time', async () => {
    const ended = within(never)
    limit.abort(timedOut)
    await expect(ended).rejects.toBe(timedOut)
  })

  test('whose time is over before it starts is not sent', async () => {
    limit.abort(timedOut)
    const request = jest.fn(never)
    await expect(within(request)).rejects.toBe(timedOut)
    expect(request).not.toHaveBeenCalled()
  })

  test.each(['its time', 'a cancel'])('that fails after %s has ended it harms nobody', async (what) => {
    const unhandled = jest.fn()
    realProcess.on('unhandledRejection', unhandled)
    const cancel = new AbortController()
    const { promise, reject } = Promise.withResolvers<never>()
    const ended = within(() => promise, cancel.signal)
    if (what === 'a cancel') cancel.abort(timedOut)
    else limit.abort(timedOut)
    await expect(ended).rejects.toBe(timedOut)
    reject(new Error('too late'))
    await new Promise((resolve) => setImmediate(resolve))
    realProcess.off('unhandledRejection', unhandled)
    expect(unhandled).not.toHaveBeenCalled()
  })
})

describe('a cancel', () => {
  const reason = new Error('the job was cancelled')

  test('ends the wait at once, even where the request does not listen', async () => {
    const cancel = new AbortController()
    const ended = within(never, cancel.signal)
    cancel.abort(reason)
    await expect(ended).rejects.toBe(reason)
  })

  test('reaches the request', async () => {
    const cancel = new AbortController()
    let given: AbortSignal | undefined
    const ended = within(async (signal) => {
      given = signal
      return await never()
    }, cancel.signal)
    expect(given?.aborted).toBe(false)
    cancel.abort(reason)
    await expect(ended).rejects.toBe(reason)
    expect(given?.reason).toBe(reason)
  })

  test('that came before leaves the request unsent', async () => {
    const request = jest.fn(never)
    await expect(within(request, AbortSignal.abort(reason))).rejects.toBe(reason)
    expect(request).not.toHaveBeenCalled()
  })

  test('that may come does not lengthen the time', async () => {
    const ended = within(never, new AbortController().signal)
    limit.abort(timedOut)
    await expect(ended).rejects.toBe(timedOut)
  })
})

test('the time is real', async () => {
  jest.restoreAllMocks()
  jest.spyOn(AbortSignal, 'timeout').mockReturnValue(AbortSignal.timeout(20))
  // Such a timer does not keep the process alive, nor the test.
  const alive = setTimeout(() => undefined, 5_000)
  await expect(within(never)).rejects.toMatchObject({ name: 'TimeoutError' })
  clearTimeout(alive)
})
