import { expect, test } from '@jest/globals'
import { bytesOfRequest, canary, expectNoLeak, leakIn } from './canaries.ts'

const secret = canary('x')

test.each([
  ['in clear', `a ${secret} b`],
  ['in an URL', `https://u:${encodeURIComponent(secret)}@h/`],
  ['in hex', Buffer.from(`ab${secret}`).toString('hex')],
  ...[0, 1, 2, 3].map((length): [string, string] => [
    `in base64 behind ${String(length)} bytes`,
    Buffer.from(`${'a'.repeat(length)}${secret}zz`).toString('base64'),
  ]),
])('a secret is found %s', (_, text) => {
  expect(leakIn(text)).toBeDefined()
  expect(leakIn(Buffer.from(`\0\u00ff${text}`, 'latin1'))).toBeDefined()
  expect(() => {
    expectNoLeak('here', text)
  }).toThrow('A secret has left the process, here')
})

test('other secrets are found too, and nothing where there is none', () => {
  expect(leakIn('a token-of-the-run b', ['token-of-the-run'])).toBeDefined()
  expect(leakIn('a b', ['', 'b'])).toBeUndefined()
})

test('of a request all counts but what authorizes it', () => {
  const told = (headers: Record<string, string>): string | undefined =>
    leakIn(bytesOfRequest({ url: '/a', headers }, '{}'))
  expect(told({ authorization: secret, 'X-Amz-Security-Token': secret })).toBeUndefined()
  expect(told({ 'user-agent': secret })).toBeDefined()
  expect(leakIn(bytesOfRequest({ url: `/${secret}`, headers: {} }, ''))).toBeDefined()
})
