/** Go's `time.ParseDuration` units, which Terraform's own `-lock-timeout` takes, in milliseconds. */
const millisecondsPerUnit: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3, // U+00B5
  μs: 1e-3, // U+03BC
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
}

const duration = /^\+?(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/
const part = /(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g

/** Go counts nanoseconds in an int64; a longer duration would be refused by Terraform itself. */
const longestMs = 9_223_372_036_854

/**
 * Milliseconds, whole, of a duration in Go's notation: `90s`, `1h30m`, `1.5h`, `300ms`, `0`.
 * @throws RangeError for anything else, negative durations included
 */
export function parseDuration(text: string): number {
  if (text === '0' || text === '+0') return 0
  if (!duration.test(text)) {
    throw new RangeError('expected a duration such as `90s`, `10m` or `1h30m`, not negative')
  }
  let total = 0
  for (const [, amount = '', unit = ''] of text.matchAll(part)) {
    total += Number(amount) * (millisecondsPerUnit[unit] ?? Number.NaN)
  }
  if (!(total <= longestMs)) throw new RangeError('expected a duration of less than 292 years')
  return Math.round(total)
}

/**
 * The same with days, first: `7d`, `1d12h`.
 * @throws RangeError
 */
export function parseAge(text: string): number {
  const days = /^\d{1,5}(?=d)/.exec(text)?.[0]
  const rest = days === undefined ? text : text.slice(`${days}d`.length)
  try {
    return Number(days ?? 0) * 24 * 3_600_000 + (days !== undefined && rest === '' ? 0 : parseDuration(rest))
  } catch (error) {
    throw new RangeError('expected an age such as `7d`, `12h` or `1d12h`, not negative', { cause: error })
  }
}

/**
 * A duration for people: its two largest units, `1 min 30 s`, `2 h 5 min`, `3 d 4 h`; `300 ms` below a second.
 * Negative ones read `0 s`, since they are what is left after a deadline.
 */
export function renderDuration(ms: number): string {
  const milliseconds = Math.round(ms)
  if (milliseconds <= 0) return '0 s'
  if (milliseconds < 1_000) return `${String(milliseconds)} ms`
  const seconds = Math.round(ms / 1_000)
  if (seconds < 3_600) return joinUnits(Math.floor(seconds / 60), 'min', seconds % 60, 's')
  const minutes = Math.floor(seconds / 60)
  if (minutes < 24 * 60) return joinUnits(Math.floor(minutes / 60), 'h', minutes % 60, 'min')
  const hours = Math.floor(minutes / 60)
  return joinUnits(Math.floor(hours / 24), 'd', hours % 24, 'h')
}

function joinUnits(large: number, largeUnit: string, small: number, smallUnit: string): string {
  const parts = [
    ...(large > 0 ? [`${String(large)} ${largeUnit}`] : []),
    ...(small > 0 ? [`${String(small)} ${smallUnit}`] : []),
  ]
  return parts.join(' ')
}
