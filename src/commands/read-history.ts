import { messageFromError } from '../errors.ts'
import { holderFromInfo, type LockHolder } from '../lock/lock-holder.ts'
import type {
  History,
  StateHistory,
  StateVersion,
  VersionContent,
  VersionEntry,
} from '../restore/state-history.ts'
import { md5Of, parseStateSummary, serialOfBrokenState } from '../restore/state-summary.ts'
import { lockOf } from '../restore/writers.ts'

/** The newest versions are read whole, since serial and lineage stand in the state itself. */
const maxRead = 20
const readAtOnce = 4

/** The newest versions of the state and the one that is `wanted`. Throws where they can't be listed. */
export async function readHistory(
  history: StateHistory,
  wanted: string | undefined,
  signal?: AbortSignal,
): Promise<History> {
  const { entries, locks, isCut } = await history.list(signal)
  const isRead = (entry: VersionEntry, index: number): boolean =>
    index < maxRead || entry.versionId === wanted
  const readOne = async (entry: VersionEntry): Promise<StateVersion> => {
    const [content, writer] = await Promise.all([
      readContent(history, entry, signal),
      readWriter(history, lockOf(entry, locks), signal),
    ])
    return { ...entry, content, writer }
  }
  const versions: StateVersion[] = []
  const toRead = entries.filter(isRead)
  for (let first = 0; first < toRead.length; first += readAtOnce) {
    versions.push(...(await Promise.all(toRead.slice(first, first + readAtOnce).map(readOne))))
  }
  return { versions, older: entries.filter((entry, index) => !isRead(entry, index)), isCut }
}

async function readContent(
  history: StateHistory,
  entry: VersionEntry,
  signal?: AbortSignal,
): Promise<VersionContent> {
  if (entry.kind === 'delete-marker') return { kind: 'none' }
  try {
    const body = await history.readVersion(entry.versionId, signal)
    if (body === undefined) return { kind: 'not-read', reason: 'it is gone' }
    const summary = parseStateSummary(body)
    return summary === undefined
      ? { kind: 'not-whole', serial: serialOfBrokenState(body), md5: md5Of(body) }
      : { kind: 'state', summary }
  } catch (error) {
    return { kind: 'not-read', reason: messageFromError(error) }
  }
}

async function readWriter(
  history: StateHistory,
  lock: VersionEntry | undefined,
  signal?: AbortSignal,
): Promise<LockHolder | undefined> {
  const info = lock && (await history.readLockVersion(lock.versionId, signal))
  return info && holderFromInfo(info, lock.storedAt)
}
