import { expect, test } from '@jest/globals'

import { within } from '../../src/backend/request.ts'

const never = async (): Promise<never> => await new Promise<never>(() => undefined)

test('a request that is answered is nothing but its answer', async () => {
  expect(await within(() => Promise.resolve('answer'))).toBe('answer')
  await expect(within(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
})

test('a cancel ends the wait at once, even where the request does not listen', async () => {
  const controller = new AbortController()
  const waiting = within(never, controller.signal)
  controller.abort(new Error('cancelled'))
  await expect(waiting).rejects.toThrow('cancelled')
})

test('a cancel reaches the request', async () => {
  const controller = new AbortController()
  let seen: AbortSignal | undefined
  const waiting = within(async (signal) => {
    seen = signal
    return await never()
  }, controller.signal)
  expect(seen?.aborted).toBe(false)
  controller.abort()
  await expect(waiting).rejects.toThrow()
  expect(seen?.aborted).toBe(true)
})

test('after a cancel nothing is asked any more', async () => {
  let isAsked = false
  const asking = within(async () => {
    isAsked = true
    return await never()
  }, AbortSignal.abort())
  await expect(asking).rejects.toThrow()
  expect(isAsked).toBe(false)
})
