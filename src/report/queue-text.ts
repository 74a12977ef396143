import { describeBypass, describeWaiting } from '../lock/queue.ts'
import type { ForeignText } from './foreign-text.ts'
import type { Story } from './story.ts'

/** Who waits behind this run, and whether the lock came past them. */
export function renderQueue({ queue, holder, phase }: Story, foreign: ForeignText): string[] {
  if (queue === undefined) return []
  const waiting = describeWaiting(queue)
  const isAboutHolder = phase.kind === 'waiting' || (phase.kind === 'ended' && phase.result === 'contended')
  const bypass = isAboutHolder && holder !== undefined ? describeBypass(holder, queue) : undefined
  return [
    ...(bypass === undefined ? [] : [bypass]),
    ...(waiting === undefined
      ? []
      : [`${waiting} behind this run in the concurrency group ${foreign.code(queue.group)}.`]),
  ]
}
