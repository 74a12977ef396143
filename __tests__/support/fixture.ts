import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createRunFacts, parseStreamLine, type RunFacts, type StreamLine } from '../../src/plan/run-facts.ts'

/** What Terraform 1.11.4 really wrote, with the names of the machine replaced. */
export function readFixture(name: string): string {
  return readFileSync(join(import.meta.dirname, '..', 'fixtures', name), 'utf8')
}

export function streamOf(fixture: string): StreamLine[] {
  return readFixture(fixture)
    .split('\n')
    .filter((line) => line !== '')
    .map(parseStreamLine)
}

export function factsOf(lines: readonly StreamLine[]): RunFacts {
  const collected = createRunFacts()
  for (const line of lines) collected.add(line)
  return collected.facts()
}

export function factsOfFixture(name: string): RunFacts {
  return factsOf(streamOf(name))
}
