import { createHash, randomBytes } from 'node:crypto'
import { digestKeyFromBytes } from '../plan/plan-bundle.ts'
import type { DigestKey } from '../plan/plan-store.ts'
import { isSealed, keyFromPassphrase, open, seal } from './sealed.ts'

export type Unwrapping =
  | { readonly kind: 'unwrapped'; readonly bundle: Buffer; readonly key: DigestKey }
  /** `reason` goes on from "since". */
  | { readonly kind: 'refused'; readonly reason: string }

/** What is around a bundle in a store that anybody may read who may read the repository. */
export interface Wrapping {
  readKey(): Promise<DigestKey>
  wrap(bundle: Buffer, key: DigestKey): Promise<Buffer>
  unwrap(content: Buffer): Promise<Unwrapping>
}

/** With a passphrase the bundle is sealed; without one it follows its key, which is then no secret. */
export function createWrapping(stateAddress: string, passphrase: string | undefined): Wrapping {
  return passphrase === undefined ? inClear : sealedWith(passphrase, stateAddress)
}

function sealedWith(passphrase: string, stateAddress: string): Wrapping {
  let key: Promise<DigestKey> | undefined
  const salt = createHash('sha256').update(`lockstep digest key\n${stateAddress}`).digest()
  const readKey = async (): Promise<DigestKey> =>
    await (key ??= keyFromPassphrase(passphrase, salt).then(digestKeyFromBytes))
  return {
    readKey,
    wrap: async (bundle) => await seal(bundle, passphrase),
    async unwrap(content) {
      if (!isSealed(content)) return { kind: 'refused', reason: 'it is not encrypted, or not whole' }
      try {
        return { kind: 'unwrapped', bundle: await open(content, passphrase), key: await readKey() }
      } catch (error) {
        return { kind: 'refused', reason: (error as Error).message }
      }
    },
  }
}

const keyLineStart = 'lockstep-key '
const keyLineLength = keyLineStart.length + 64 + 1

const inClear: Wrapping = {
  readKey: () => Promise.resolve(digestKeyFromBytes(randomBytes(32))),
  wrap: (bundle, key) =>
    Promise.resolve(Buffer.concat([Buffer.from(`${keyLineStart}${key.bytes.toString('hex')}\n`), bundle])),
  unwrap(content) {
    const line = content.subarray(0, keyLineLength).toString('latin1')
    const [, hex] = /^lockstep-key ([0-9a-f]{64})\n$/.exec(line) ?? []
    if (hex !== undefined) {
      const key = digestKeyFromBytes(Buffer.from(hex, 'hex'))
      return Promise.resolve({ kind: 'unwrapped', bundle: content.subarray(keyLineLength), key })
    }
    const reason = isSealed(content)
      ? 'it is encrypted, and this step has no plan-encryption-key'
      : 'it is not whole'
    return Promise.resolve({ kind: 'refused', reason })
  },
}
