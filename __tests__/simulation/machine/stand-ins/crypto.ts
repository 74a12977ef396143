// Stands in for node:crypto: what is drawn is drawn from the seed.
import { currentProcess } from '../kernel.ts'

export {
  createHash,
  createHmac,
  timingSafeEqual,
  createCipheriv,
  createDecipheriv,
  scrypt,
} from 'node:crypto'

export function randomBytes(length: number): Buffer {
  const { random } = currentProcess()
  return Buffer.from(Array.from({ length }, () => Math.floor(random() * 256)))
}

export function randomUUID(): string {
  const hex = randomBytes(16).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`
}
