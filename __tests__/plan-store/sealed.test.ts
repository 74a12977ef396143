import { describe, expect, test } from '@jest/globals'
import { isSealed, keyFromPassphrase, open, seal } from '../../src/plan-store/sealed.ts'

const passphrase = 'correct horse battery staple'
const secret = Buffer.from('password=hunter2')

describe('sealed bytes', () => {
  test('open with their passphrase, whatever is in them', async () => {
    for (const content of [secret, Buffer.alloc(0), Buffer.alloc(1_000_000, 7)]) {
      const sealed = await seal(content, passphrase)
      expect(isSealed(sealed)).toBe(true)
      expect((await open(sealed, passphrase)).equals(content)).toBe(true)
    }
  })

  test('show nothing of it, and differ each time', async () => {
    const [one, two] = await Promise.all([seal(secret, passphrase), seal(secret, passphrase)])
    expect(one.includes('hunter2')).toBe(false)
    // Salt, nonce and content; only the first line is the same.
    expect(one.subarray(18, 34).equals(two.subarray(18, 34))).toBe(false)
    expect(one.subarray(34, 46).equals(two.subarray(34, 46))).toBe(false)
  })

  test('do not tell another passphrase from damage', async () => {
    const sealed = await seal(secret, passphrase)
    const messages = new Set<string>()
    const refusal = async (bytes: Buffer, withPassphrase = passphrase): Promise<void> => {
      const opened = open(bytes, withPassphrase)
      messages.add(
        await opened.then(
          () => 'it was opened',
          (error: unknown) => (error as Error).message,
        ),
      )
    }
    await refusal(sealed, `${passphrase} `)
    await refusal(sealed, '')
    await Promise.all(
      // The first line, the salt, the nonce, the content, the tag.
      [0, 16, 20, 40, 50, sealed.length - 1].map(async (at) => {
        const changed = Buffer.from(sealed)
        changed[at] = changed[at]! ^ 1
        await refusal(changed)
      }),
    )
    for (const length of [0, 17, 18, 46, 61, sealed.length - 1]) await refusal(sealed.subarray(0, length))
    await refusal(Buffer.concat([sealed, Buffer.from('x')]))
    expect([...messages]).toEqual([
      'it was encrypted with another plan-encryption-key than this step has, or was changed after it was stored',
    ])
  })
})

test('a passphrase is the same however its letters are composed', async () => {
  expect((await open(await seal(secret, 'caf\u00e9'), 'cafe\u0301')).equals(secret)).toBe(true)
})

test('a key of a passphrase differs with the salt, and stays for it', async () => {
  const keyOf = async (salt: string): Promise<string> =>
    (await keyFromPassphrase(passphrase, Buffer.from(salt))).toString('hex')
  expect(await keyOf('a')).toMatch(/^[0-9a-f]{64}$/)
  expect(await keyOf('a')).toBe(await keyOf('a'))
  expect(await keyOf('a')).not.toBe(await keyOf('b'))
})
