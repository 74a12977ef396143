import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { figureFromPairs, type Figure } from './figure.ts'

/** The built JavaScript, with and without the client of GitHub's artifacts, which only who keeps plans there loads. */
export function measureSize(dist: string): Figure {
  const files = readdirSync(dist).filter((name) => name.endsWith('.js'))
  const texts = files.map((name) => readFileSync(join(dist, name)))
  const isArtifactClient = (text: Buffer): boolean => text.includes('class DefaultArtifactClient')
  const sizeOf = (chunks: readonly Buffer[]): number =>
    chunks.reduce((total, chunk) => total + chunk.length, 0) / 1e6
  const others = texts.filter((text) => !isArtifactClient(text))
  if (others.length !== texts.length - 1)
    throw new Error('the artifact client is not in one chunk of its own')
  return figureFromPairs(
    {
      name: 'size of dist/',
      unit: 'MB',
      baseline: 'all of its JavaScript',
      measured: 'all but the chunk of the artifact client',
      bars: [{ on: 'measured', limit: 3, margin: 0 }],
    },
    [{ baseline: sizeOf(texts), measured: sizeOf(others), beganQuietly: true }],
  )
}
