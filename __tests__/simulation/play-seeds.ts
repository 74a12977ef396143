import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { KeptWorld } from './worlds.ts'

export interface SeedRange {
  readonly first: number
  readonly count: number
}

export interface SeedViolation {
  readonly seed: number
  readonly invariant: string
  readonly text: string
}

export interface PlayedSeeds {
  readonly violations: readonly SeedViolation[]
  readonly trace: readonly string[]
  /** The world of the first seed that broke a rule. */
  readonly kept?: KeptWorld | undefined
}

export interface PlayOptions {
  readonly isTraced?: boolean
  /** By its name in `defects`. */
  readonly defect?: string
  readonly workers: number
  /** Of worlds that were kept; they are played before the seeds. */
  readonly files?: readonly string[]
}

const run = promisify(execFile)
const worker = fileURLToPath(new URL('./machine/worker.ts', import.meta.url))

/** Plays each seed of a range, in processes of their own: the product is loaded there with a simulated machine around it. */
export async function playSeeds(
  { first, count }: SeedRange,
  { isTraced = false, defect = '', workers, files = [] }: PlayOptions,
): Promise<PlayedSeeds> {
  const shares = Array.from({ length: Math.max(1, Math.min(workers, count)) }, async (_, index) => {
    const { stdout } = await run(
      process.execPath,
      [
        '--disable-warning=ExperimentalWarning',
        // What a world leaves behind is young, and there is much of it.
        '--max-semi-space-size=64',
        worker,
        String(first + index),
        String(first + count),
        String(workers),
        String(isTraced),
        defect,
        ...(index === 0 ? files : []),
      ],
      { maxBuffer: 512 * 1024 * 1024 },
    )
    return JSON.parse(stdout) as PlayedSeeds
  })
  const played = await Promise.all(shares)
  return {
    violations: played.flatMap(({ violations }) => violations).sort((a, b) => a.seed - b.seed),
    trace: played.flatMap(({ trace }) => trace),
    kept: played.flatMap(({ kept }) => kept ?? []).sort((a, b) => a.seed - b.seed)[0],
  }
}
