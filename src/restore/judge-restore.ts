import type { History, StateVersion } from './state-history.ts'
import { compareResources, type ResourceDifference, type StateSummary } from './state-summary.ts'

export interface RestoreRequest {
  readonly versionId: string
  /** Another lineage is no obstacle. */
  readonly force: boolean
}

export type RestoreVerdict =
  | {
      readonly kind: 'restore'
      readonly target: StateVersion
      /** Higher than any that is known, so that no plan or copy of a state from before passes for newer. */
      readonly serial: number
      /** undefined where the state that is there can't be read. */
      readonly difference: ResourceDifference | undefined
    }
  | { readonly kind: 'refused'; readonly message: string; readonly advice: string }

const listAdvice = 'Run restore without state-version: it lists the versions that there are.'

/** Whether the version may be brought back, by what is there now. `history`: read under the lock. */
export function judgeRestore(request: RestoreRequest, history: History): RestoreVerdict {
  const target = history.versions.find(({ versionId }) => versionId === request.versionId)
  if (target === undefined) {
    return refused('There is no version of this state with the ID that state-version gives.', listAdvice)
  }
  if (target.content.kind === 'none') {
    return refused(
      'state-version names a delete marker, which has no state.',
      'Give the version below it: the newest one that has a serial.',
    )
  }
  if (target.content.kind === 'not-read') {
    return refused(`That version could not be read: ${target.content.reason}.`, '')
  }
  if (target.content.kind === 'not-whole') {
    return refused(
      'That version is no whole state in clear: it is cut off, of another format, or encrypted.',
      'Give another one: the list shows a serial for each that is whole.',
    )
  }
  const { summary } = target.content
  const known = newestSummary(history)
  if (known !== undefined && known.lineage !== summary.lineage && !request.force) {
    return refused(
      `That version has the lineage ${summary.lineage}, and the state that it would take the place of has ${known.lineage}: they are states of different things.`,
      'If it is certain that this key shall hold that other state again: set force to true.',
    )
  }
  const now = summaryOf(history.versions[0])
  return {
    kind: 'restore',
    target,
    serial: nextSerial(history),
    difference: now === undefined ? undefined : compareResources(now, summary),
  }
}

/** Of the state that is there, or the newest one that can be read. */
function newestSummary({ versions }: History): StateSummary | undefined {
  return versions.map(summaryOf).find((summary) => summary !== undefined)
}

export function summaryOf(version: StateVersion | undefined): StateSummary | undefined {
  return version?.content.kind === 'state' ? version.content.summary : undefined
}

/** A version that does not tell its serial counts for one write. */
function nextSerial({ versions }: History): number {
  const serials = versions.map(serialOf)
  const untold = versions.filter(
    (version, index) => version.kind === 'object' && serials[index] === undefined,
  ).length
  return Math.max(0, ...serials.filter((serial) => serial !== undefined)) + untold + 1
}

function serialOf({ content }: StateVersion): number | undefined {
  if (content.kind === 'state') return content.summary.serial
  return content.kind === 'not-whole' ? content.serial : undefined
}

function refused(message: string, advice: string): RestoreVerdict {
  return { kind: 'refused', message, advice }
}
