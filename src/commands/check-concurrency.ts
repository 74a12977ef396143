import { waitAtMost } from '../clock.ts'
import { LockstepError, messageFromError } from '../errors.ts'
import type { GitHubClient } from '../github/client.ts'
import type { RunGroup } from '../github/concurrency-groups.ts'
import { isGuardedEnvironment } from '../github/environments.ts'
import { readFileContent } from '../github/file-content.ts'
import { readJobName } from '../github/runs.ts'
import { renderFinding } from '../report/findings-section.ts'
import type { Inspection, InspectionHands } from '../workflow/inspect-workflow.ts'
import { pageOf } from './action-page.ts'
import { askOwnGroups, isEnterpriseServer, tellQueue } from './ask-queue.ts'
import type { Dependencies } from './dependencies.ts'
import type { Journey } from './outcome.ts'
import { groupOfState } from './report.ts'

type AskedGroups = readonly RunGroup[] | undefined

/** What is found out beside the run has this long once the run has ended. */
const maxWaitMs = 3_000

/**
 * Asks GitHub who is in this job's concurrency group, and looks at the workflow's groups, beside the run. With
 * `concurrency-check: fail` it waits for that, and throws `invalid-input` where something is wrong.
 */
export async function checkConcurrency(deps: Dependencies, journey: Journey): Promise<void> {
  const { concurrencyCheck, command } = deps.inputs
  // A plan needs no group, and asks GitHub nothing.
  const asking: Promise<AskedGroups> = command === 'apply' ? askOwnGroups(deps) : Promise.resolve(undefined)
  const idle = new Promise<void>((resolve) => {
    journey.onIdle = resolve
  })
  journey.beside = Promise.all([
    quietly(deps, async () => {
      await tellQueue(deps, journey, (await asking) ?? [])
    }),
    quietly(deps, async () => {
      // A state on the disk of the runner is nobody else's.
      if (concurrencyCheck === 'off' || journey.mechanism === 'local') return
      // To read a workflow takes some 40 ms, by which Terraform would start later.
      if (concurrencyCheck === 'warn') await idle
      await tellFindings(deps, journey, await asking)
    }),
  ])
  if (concurrencyCheck !== 'fail') return
  await journey.beside
  const [first, ...more] = journey.findings
  if (first === undefined) return
  const others = more.length === 0 ? '' : ` and ${String(more.length)} more`
  throw new LockstepError(
    'invalid-input',
    `concurrency-check is fail, and this was found in the workflow: ${first.code}${others}. ${first.message}`,
    'The annotations and the summary tell the lines, and what to paste there. Nothing was planned or applied.',
  )
}

/** For the end of the run: what is found out beside it is told by then, or left out. */
export async function awaitBeside(
  { clock, cancelled }: Dependencies,
  { beside, onIdle }: Journey,
): Promise<void> {
  if (beside === undefined) return
  onIdle?.()
  await waitAtMost(clock, beside, maxWaitMs, cancelled)
}

async function quietly({ log }: Dependencies, look: () => Promise<void>): Promise<void> {
  try {
    await look()
  } catch (error) {
    log.debug(`The concurrency of this job could not be looked at: ${messageFromError(error)}`)
  }
}

async function tellFindings(deps: Dependencies, journey: Journey, groups: AskedGroups): Promise<void> {
  const { log, inputs, env } = deps
  const { inspectWorkflow } = await import('../workflow/inspect-workflow.ts')
  const { findings, gaps } = await inspectWorkflow(inspectionOf(deps, journey, groups), handsOf(deps))
  for (const gap of gaps) log.debug(`${gap}.`)
  journey.findings = findings
  for (const finding of findings) {
    const { place, code } = finding
    const where = place !== undefined && isHere(deps, place.file.repository)
    log.annotate(
      inputs.concurrencyCheck === 'fail' ? 'error' : 'warning',
      renderFinding(finding, pageOf(env, `docs/findings/${code}.md`)),
      { title: code, ...(where ? { file: place.file.path, line: place.line } : {}) },
    )
  }
}

function inspectionOf(
  { inputs, env, event, ownRun }: Dependencies,
  journey: Journey,
  groups: AskedGroups,
): Inspection {
  const variable = (name: string): string => env[`GITHUB_${name}`] ?? ''
  return {
    site: {
      workflowRef: variable('WORKFLOW_REF'),
      workflowSha: variable('WORKFLOW_SHA'),
      job: variable('JOB'),
      jobWorkflowRef: inputs.jobWorkflowRef,
      jobWorkflowSha: inputs.jobWorkflowSha,
    },
    isApply: inputs.command === 'apply',
    env,
    event: event.payload,
    matrix: inputs.matrix,
    action: variable('ACTION_REPOSITORY'),
    groups: groups?.map(({ name }) => name),
    isEnterpriseServer: isEnterpriseServer(ownRun?.serverUrl ?? ''),
    stateAddress: journey.stateAddress,
    stateGroup: groupOfState(journey),
  }
}

function handsOf(deps: Dependencies): InspectionHands {
  const { git, github, ownRun, inputs, log } = deps
  const ask = async <T>(
    request: (client: GitHubClient, repository: string) => Promise<T>,
  ): Promise<T | undefined> => {
    if (github === undefined || ownRun === undefined || inputs.command !== 'apply') return undefined
    try {
      return await request(await github(), ownRun.repository)
    } catch (error) {
      log.debug(`GitHub was asked about the workflow in vain: ${messageFromError(error)}`)
      return undefined
    }
  }
  return {
    readFile: async ({ repository, path, ref }) =>
      (isHere(deps, repository) ? await git.readFile(ref, path) : undefined) ??
      (await ask((client) => readFileContent(client, repository, path, ref))),
    isGuardedEnvironment: async (name) =>
      (await ask((client, repository) => isGuardedEnvironment(client, repository, name))) ?? false,
    readJobName: async () =>
      await ask((client, repository) => readJobName(client, repository, ownRun?.jobId ?? 0)),
  }
}

function isHere({ env }: Dependencies, repository: string): boolean {
  return repository.toLowerCase() === (env['GITHUB_REPOSITORY'] ?? '').toLowerCase()
}
