import { plainLine } from '../report/plain-text.ts'
import type { Contexts } from './expression.ts'
import type { Finding } from './finding.ts'
import { concurrencyBlock } from './paste.ts'
import type { RunContexts } from './run-contexts.ts'
import { isOfStateToo, namesRun } from './same-group.ts'

interface GroupFacts extends Pick<RunContexts, 'run' | 'otherRun'> {
  readonly ownRun: Contexts
  /** Of this job, as GitHub made them of the workflow's expressions. */
  readonly groups: readonly string[]
  readonly stateAddress: string | undefined
  readonly stateGroup: string | undefined
}

/** What the names of a job's groups alone tell, where its workflow can't be read. */
export function checkGroupNames(facts: GroupFacts): readonly Finding[] {
  const { groups } = facts
  const paste = concurrencyBlock({ ...facts, chain: undefined, isEnterpriseServer: false })
  if (groups.length === 0) {
    const message =
      'This job applies and is in no concurrency group: two runs of it collide on the state lock, and one fails once lock-timeout is over.'
    return [{ code: 'no-concurrency-group', place: undefined, message, paste }]
  }
  if (!groups.every((group) => namesRun(group, facts)) || isOfStateToo(facts)) return []
  const message = `The concurrency group of this job, "${plainLine(groups[0] ?? '', 100)}", is another one for other branches or runs, and the state is the same for all of them: they collide on the state lock.`
  return [{ code: 'group-not-by-state', place: undefined, message, paste }]
}
