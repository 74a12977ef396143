import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto'

/**
 * ```
 * lockstep-sealed 1
 * <16 bytes salt of scrypt><12 bytes nonce><AES-256-GCM of the content><16 bytes tag>
 * ```
 * The tag covers the first line too.
 */
const head = Buffer.from('lockstep-sealed 1\n')
const saltLength = 16
const nonceLength = 12
const tagLength = 16

/** Each guess at the passphrase takes 32 MiB and some 80 ms. */
const cost = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 }

/** 32 bytes. */
export async function keyFromPassphrase(passphrase: string, salt: Buffer): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
  scrypt(passphrase.normalize('NFC'), salt, 32, cost, (error, key) => {
    if (error === null) resolve(key)
    else reject(error)
  })
  return await promise
}

/** Whether these bytes claim to be sealed. */
export function isSealed(bytes: Buffer): boolean {
  return bytes.subarray(0, head.length).equals(head)
}

export async function seal(bytes: Buffer, passphrase: string): Promise<Buffer> {
  const salt = randomBytes(saltLength)
  const nonce = randomBytes(nonceLength)
  const key = await keyFromPassphrase(passphrase, salt)
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagLength }).setAAD(head)
  const content = Buffer.concat([cipher.update(bytes), cipher.final()])
  return Buffer.concat([head, salt, nonce, content, cipher.getAuthTag()])
}

/**
 * Nothing tells another passphrase from damage, and no part of the content comes out of either.
 * @throws Error that goes on from "since"
 */
export async function open(bytes: Buffer, passphrase: string): Promise<Buffer> {
  const contentStart = head.length + saltLength + nonceLength
  if (!isSealed(bytes) || bytes.length < contentStart + tagLength) throw new Error(unopened)
  const salt = bytes.subarray(head.length, head.length + saltLength)
  const nonce = bytes.subarray(head.length + saltLength, contentStart)
  const key = await keyFromPassphrase(passphrase, salt)
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagLength })
    .setAAD(head)
    .setAuthTag(bytes.subarray(-tagLength))
  try {
    return Buffer.concat([decipher.update(bytes.subarray(contentStart, -tagLength)), decipher.final()])
  } catch {
    throw new Error(unopened)
  }
}

const unopened =
  'it was encrypted with another plan-encryption-key than this step has, or was changed after it was stored'
