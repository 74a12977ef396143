import { messageFromError } from '../errors.ts'
import { isRefusal, statusOfError } from '../github/client.ts'
import type { FoundIssue, Issues } from '../github/issues.ts'
import type { ChangeCounts } from '../plan/changes.ts'
import { judgeIssue, type IssueStep } from '../plan/judge-issue.ts'
import type { DriftIssue } from '../report/drift-issue.ts'
import { plainLine } from '../report/plain-text.ts'
import type { Dependencies } from './dependencies.ts'
import { ownRunOf } from './on-github.ts'
import type { Journey } from './outcome.ts'
import { warn } from './prepare.ts'

/** By which people find all of them; GitHub makes a label that is not there yet. */
const label = 'lockstep-drift'

/** Opens, updates or closes the issue of the state. That this is not possible is a warning: what differs is told elsewhere. */
export async function keepIssue(
  deps: Dependencies,
  journey: Journey,
  found: { readonly hasChanges: boolean; readonly counts: ChangeCounts },
): Promise<void> {
  const { log, cancelled } = deps
  const otherCode = describeOtherCode(deps)
  if (otherCode !== undefined) {
    log.say(`No issue is opened or changed: ${otherCode}.`)
    return
  }
  if (deps.github === undefined) {
    const reason =
      deps.inputs.githubToken === undefined ? 'the input "github-token" is empty' : 'this is not GitHub'
    warn(deps, journey, `There is no issue about the drift, since ${reason}. ${instead}`)
    return
  }
  try {
    await writeIssue(deps, journey, found)
  } catch (error) {
    if (!cancelled.aborted) warn(deps, journey, describeFailure(error))
  }
}

async function writeIssue(
  deps: Dependencies,
  journey: Journey,
  { hasChanges, counts }: { readonly hasChanges: boolean; readonly counts: ChangeCounts },
): Promise<void> {
  const { inputs, env, clock, log, github, cancelled } = deps
  if (github === undefined) return
  // Loaded only here: no other command has an issue.
  const [{ createIssues }, { renderDriftIssue }, { parseDriftIssue }] = await Promise.all([
    import('../github/issues.ts'),
    import('../report/drift-issue.ts'),
    import('../report/drift-marker.ts'),
  ])
  const key = { stateAddress: journey.stateAddress, commentKey: inputs.commentKey }
  const text = renderDriftIssue({
    ...{ key, counts, isRefreshOnly: inputs.refreshOnly, run: ownRunOf(deps) },
    plan: hasChanges ? await journey.viewPlan?.() : undefined,
    now: clock.now(),
    sensitive: journey.sensitive,
  })
  const issues = createIssues({
    client: github,
    repository: env['GITHUB_REPOSITORY'] ?? '',
    carriesMarker: (body) => parseDriftIssue(body, key) !== undefined,
    cancelled,
  })
  const issue = await issues.find()
  const told = issue === undefined ? undefined : parseDriftIssue(issue.body, key)?.told
  const step = judgeIssue(issue === undefined ? undefined : { ...issue, told }, text.found)
  const end = await carryOut(issues, issue, step, text)
  if (end === undefined) return
  const { number, url } = end.written
  journey.issue = { number, url, what: end.what }
  log.say(`Issue ${String(number)} ${end.what}: ${url}`)
}

async function carryOut(
  issues: Issues,
  issue: FoundIssue | undefined,
  step: IssueStep,
  { title, body, found, commentOf, bodyOfDuplicate }: DriftIssue,
): Promise<{ readonly written: FoundIssue; readonly what: string } | undefined> {
  if (step.kind === 'nothing') return undefined
  if (step.kind !== 'open' && issue !== undefined) {
    const state = { update: {}, reopen: { state: 'open' }, close: { state: 'closed' } } as const
    const written = await issues.change(issue, { body, ...state[step.kind] })
    if (written !== undefined) {
      if ('news' in step) await issues.comment(written, commentOf(step.news))
      return { written, what: describeStep(step.kind, written) }
    }
    // Somebody has deleted it since.
    if (found === undefined) return undefined
  }
  const written = await issues.create({ title, body, labels: [label], bodyOfDuplicate })
  return { written, what: 'was opened' }
}

function describeStep(kind: 'update' | 'reopen' | 'close', { isOpen }: FoundIssue): string {
  if (kind === 'reopen') return 'was opened again'
  if (kind === 'close') return 'was closed'
  return isOpen ? 'was brought up to date' : 'was brought up to date, and stays closed'
}

/** Why what was planned is not what the default branch says: then an issue would tell of a change that nobody has merged. */
export function describeOtherCode({ event, env }: Pick<Dependencies, 'event' | 'env'>): string | undefined {
  const { name, pullRequest, payload } = event
  if (pullRequest !== undefined || name.startsWith('pull_request') || name === 'merge_group')
    return 'a pull request differs from the default branch by intent'
  const { default_branch: branch } = (payload['repository'] ?? {}) as { readonly default_branch?: unknown }
  const ref = env['GITHUB_REF'] ?? ''
  if (typeof branch !== 'string' || ref === '' || ref === `refs/heads/${branch}`) return undefined
  return `this run is one of ${plainLine(ref)}, and the default branch is ${plainLine(branch)}`
}

const instead = 'What differs stands in the job summary.'

function describeFailure(error: unknown): string {
  const what = 'The issue about the drift could not be written:'
  const status = statusOfError(error)
  if (status === 410) return `${what} issues are switched off in the settings of this repository. ${instead}`
  if (isRefusal(error) && (status === 403 || status === 404))
    return `${what} GitHub refused it. Give the job the permission "issues: write". ${instead}`
  return `${what} ${plainLine(messageFromError(error), 500).replace(/\.$/, '')}. ${instead}`
}
