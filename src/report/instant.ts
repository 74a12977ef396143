/** `2026-08-22 10:11 UTC`; undefined for what is no time. `ms`: milliseconds since 1970. */
export function renderInstant(ms: number): string | undefined {
  // The range of a Date, and of the four digits of a year.
  if (!(ms >= 0 && ms < 253_402_300_800_000)) return undefined
  const [day = '', time = ''] = new Date(ms).toISOString().split('T')
  return `${day} ${time.slice(0, 5)} UTC`
}

/** As `renderInstant`, without the day where it is that of `now`. */
export function renderClock(ms: number, now: number): string | undefined {
  const instant = renderInstant(ms)
  const today = renderInstant(now)?.slice(0, 10)
  return instant?.slice(0, 10) === today ? instant?.slice(11) : instant
}
