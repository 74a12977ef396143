import { join } from 'node:path'
import { parseArgs } from 'node:util'

export const figureNames = [
  'size',
  'start',
  'overhead',
  'requests',
  'hand-over',
  'comment',
  'large',
  'drain',
] as const
export type FigureName = (typeof figureNames)[number]

export interface BenchOptions {
  readonly figures: ReadonlySet<FigureName>
  /** More sizes of what is slow. */
  readonly all: boolean
  /** Pairs of each figure; undefined is the figure's own number. */
  readonly runs: number | undefined
  /** Where the JSON goes: a file, or `-` for stdout. */
  readonly json: string | undefined
  /** Exit 1 when a figure misses its bar. */
  readonly check: boolean
  /** Folder of the build that is measured. */
  readonly dist: string
}

export const usage = `npm run bench -- [options]
  --runs N        pairs of each figure (overhead and start: 15, hand-over: 20, comment, large and drain: 3 to 5)
  --only A,B      only these figures: ${figureNames.join(', ')}
  --all           more sizes too: plans of 10 and 1000 resources, drains of 2 and 12
  --json [FILE]   the figures as JSON, to a file or to stdout
  --check         exit 1, and name the figure, when one misses its bar
  --dist FOLDER   measure another build than dist/`

/** @throws Error that says what is wrong with the arguments */
export function parseOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: args.map((arg, index) => (arg === '--json' && isNoValue(args[index + 1]) ? '--json=-' : arg)),
    options: {
      runs: { type: 'string' },
      only: { type: 'string' },
      all: { type: 'boolean', default: false },
      json: { type: 'string' },
      check: { type: 'boolean', default: false },
      dist: { type: 'string', default: join(import.meta.dirname, '..', 'dist') },
    },
  })
  const { runs, only, all, json, check, dist } = values
  if (runs !== undefined && !/^[1-9]\d*$/.test(runs))
    throw new Error(`--runs ${runs} is not a number above 0`)
  return {
    figures: chosenFigures(only),
    all,
    runs: runs === undefined ? undefined : Number(runs),
    json,
    check,
    dist,
  }
}

function isNoValue(next: string | undefined): boolean {
  return next === undefined || next.startsWith('-')
}

function chosenFigures(only: string | undefined): ReadonlySet<FigureName> {
  if (only === undefined) return new Set(figureNames)
  return new Set(
    only.split(',').map((wanted) => {
      const name = figureNames.find((known) => known === wanted.trim())
      if (name === undefined) throw new Error(`--only ${wanted}: choose among ${figureNames.join(', ')}`)
      return name
    }),
  )
}
