import { messageFromError } from '../errors.ts'
import type { History, StateHistory, StateVersion, VersionEntry } from '../restore/state-history.ts'
import { md5Of, parseStateSummary, serialOfBrokenState } from '../restore/state-summary.ts'

/** The newest versions are read whole, since serial and lineage stand in the state itself. */
const maxRead = 20
const readAtOnce = 4

/** The newest versions of the state and the one that is `wanted`. Throws where they can't be listed. */
export async function readHistory(
  history: StateHistory,
  wanted: string | undefined,
  signal?: AbortSignal,
): Promise<History> {
  const { entries, isCut } = await history.list(signal)
  const isRead = (entry: VersionEntry, index: number): boolean =>
    index < maxRead || entry.versionId === wanted
  const versions: StateVersion[] = []
  const toRead = entries.filter(isRead)
  for (let first = 0; first < toRead.length; first += readAtOnce) {
    const batch = toRead.slice(first, first + readAtOnce)
    versions.push(...(await Promise.all(batch.map((entry) => readVersion(history, entry, signal)))))
  }
  return { versions, older: entries.filter((entry, index) => !isRead(entry, index)), isCut }
}

async function readVersion(
  history: StateHistory,
  entry: VersionEntry,
  signal?: AbortSignal,
): Promise<StateVersion> {
  if (entry.kind === 'delete-marker') return { ...entry, content: { kind: 'none' } }
  try {
    const body = await history.readVersion(entry.versionId, signal)
    if (body === undefined) return { ...entry, content: { kind: 'not-read', reason: 'it is gone' } }
    const summary = parseStateSummary(body)
    if (summary !== undefined) return { ...entry, content: { kind: 'state', summary } }
    return {
      ...entry,
      content: { kind: 'not-whole', serial: serialOfBrokenState(body), md5: md5Of(body) },
    }
  } catch (error) {
    return { ...entry, content: { kind: 'not-read', reason: messageFromError(error) } }
  }
}
