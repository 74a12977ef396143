import { messageFromError } from '../errors.ts'
import { readGroupMembers, readGroupsOfRun, type RunGroup } from '../github/concurrency-groups.ts'
import type { LockHolder } from '../lock/lock-holder.ts'
import { describeBypass, describeWaiting } from '../lock/queue.ts'
import { plainLine } from '../report/plain-text.ts'
import type { Log } from '../runner/log.ts'
import type { Dependencies } from './dependencies.ts'
import type { Journey } from './outcome.ts'
import { groupOfState } from './report.ts'

/** An Enterprise Server knows neither `queue` nor who is in a group. */
export function isEnterpriseServer(serverUrl: string): boolean {
  return !/^https:\/\/(?:github\.com|[\w-]+\.ghe\.com)$/.test(serverUrl)
}

/** The concurrency groups that this job holds; undefined where GitHub does not tell. */
export async function askOwnGroups(deps: Dependencies): Promise<readonly RunGroup[] | undefined> {
  const { github, ownRun, log } = deps
  if (github === undefined || ownRun === undefined || ownRun.jobId === null) return undefined
  if (isEnterpriseServer(ownRun.serverUrl)) return undefined
  try {
    const groups = await readGroupsOfRun(await github(), ownRun.repository, ownRun.runId)
    return groups?.filter(({ holders }) =>
      holders.some(({ jobId }) => jobId === null || jobId === ownRun.jobId),
    )
  } catch (error) {
    log.debug(`The concurrency groups of this run could not be asked for: ${messageFromError(error)}`)
    return undefined
  }
}

/** Asks who waits behind this job, and tells it. */
export async function tellQueue(
  { github, ownRun, log, holders }: Dependencies,
  journey: Journey,
  groups: readonly RunGroup[],
): Promise<void> {
  const stateGroup = groupOfState(journey)
  // The one by the state comes first, and the job's own before that of the whole run.
  const own =
    groups.find(({ name }) => name === stateGroup) ??
    groups.find(({ holders }) => holders.some(({ jobId }) => jobId !== null)) ??
    groups[0]
  if (own === undefined || github === undefined || ownRun === undefined) return
  const { name: group } = own
  const members = await readGroupMembers(await github(), ownRun.repository, group)
  if (members === undefined) return
  journey.queue = { group, repository: ownRun.repository, members }
  const behind = describeWaiting(journey.queue) ?? 'nobody waits'
  log.say(`Concurrency group: ${plainLine(group, 200)}; ${behind} behind this job.`)
  const { holder } = journey
  if (holder !== undefined) tellBypass(log, journey, holders.known(holder))
}

/** Told of each holder, as soon as both it and the group are known. */
export function tellBypass(log: Log, { queue }: Journey, holder: LockHolder): void {
  const bypass = queue === undefined ? undefined : describeBypass(holder, queue)
  if (bypass !== undefined) log.say(bypass)
}
