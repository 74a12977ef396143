import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { expect } from '@jest/globals'

/** Compares `text` with `__tests__/fixtures/golden/NAME`, or writes that file where UPDATE_GOLDEN is set. */
export function expectGolden(name: string, text: string): void {
  const file = join(import.meta.dirname, '..', 'fixtures', 'golden', name)
  if (process.env['UPDATE_GOLDEN'] !== undefined) {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, `${text}\n`)
  }
  if (!existsSync(file)) throw new Error(`${name} is missing; UPDATE_GOLDEN=1 writes it`)
  expect(`${text}\n`).toBe(readFileSync(file, 'utf8'))
}
