import { join } from 'node:path'
import { resolveBackend } from './backend/resolve.ts'
import type { RunProcesses } from './commands/await-terraform.ts'
import { createOnGitHub, ownRunOf, reportOnGitHub, tellOptionsOf } from './commands/on-github.ts'
import { moreAbout } from './commands/action-page.ts'
import { failureReasonOf, startJourney } from './commands/outcome.ts'
import { messageOf, noteOf, summaryOf } from './commands/report.ts'
import { giveBackClaim } from './commands/give-back-claim.ts'
import type { Settlement, Unsettled } from './commands/findings.ts'
import { recoverRefused, settleInTime } from './commands/settle.ts'
import { settleRestore } from './commands/settle-restore.ts'
import { isNews, isSettled, outcomeOfSettlement } from './commands/settlement.ts'
import { messageFromError } from './errors.ts'
import { createForeignText } from './report/foreign-text.ts'
import { renderRecoveryLines } from './report/recovery-report.ts'
import type { Inputs } from './runner/inputs.ts'
import type { Log } from './runner/log.ts'
import { appendSummary } from './runner/outputs.ts'
import { ownRunFromEnvironment } from './runner/own-run.ts'
import { countProcessesWithToken } from './runner/processes.ts'
import { openRunDirectory } from './runner/run-directory.ts'
import type { SavedState } from './runner/saved-state.ts'
import { secretsOfEnvironment } from './runner/secrets.ts'
import { systemClock, systemRandom } from './runner/system.ts'
import { readWorkflowEvent } from './runner/workflow-event.ts'
import { createTerraform } from './terraform/terraform.ts'

/** Settles what main has left, if anything, and tells it where there is news. Returns how its Terraform ended. */
export async function settleAndReport(
  env: Readonly<Record<string, string | undefined>>,
  log: Log,
  { token, runDirectory }: SavedState,
  processes: RunProcesses,
  { record, place }: Pick<Unsettled, 'record' | 'place'>,
): Promise<Settlement['end'] | undefined> {
  const githubToken = env['INPUT_GITHUB-TOKEN']
  const inputs: Inputs = { ...record.inputs, githubToken: githubToken === '' ? undefined : githubToken }
  const { workingDirectory, workspaceRoot, tempDirectory } = inputs
  const clock = systemClock
  const emergencyStateFile = join(tempDirectory, `lockstep-errored-${token}.tfstate`)
  const backend = resolveBackend(place.backendFile, place.workspace, {
    ...{ env, clock, workingDirectory, workspaceRoot },
  })
  const terraform = createTerraform({
    ...{ executable: place.executable, workingDirectory, env, token, emergencyStateFile, clock },
    runDirectory: openRunDirectory(runDirectory),
    cancelled: new AbortController().signal,
  })
  const journey = startJourney()
  journey.stateAddress = backend.address
  journey.mechanism = backend.mechanism
  for (const secret of [...(record.secrets?.sensitive ?? []), ...secretsOfEnvironment(env)]) {
    journey.sensitive.add(secret)
  }
  journey.given = new Set(record.secrets?.given)
  const event = readWorkflowEvent(env)
  const pullRequest = inputs.pullRequest ?? event.pullRequest?.number
  const ownRun = ownRunFromEnvironment(env, pullRequest, inputs.jobId)
  const context = { inputs, env, event, ownRun, clock, log }
  const { announce } = createOnGitHub(context, journey)

  const deps = {
    ...{ ...context, random: systemRandom, processes, terraform, backend, emergencyStateFile },
    countProcesses: () => countProcessesWithToken(token),
  }
  const settlement =
    record.terraform === undefined
      ? undefined
      : await settleInTime(deps, journey, { record, place, terraform: record.terraform })
  if (settlement === undefined) await recoverRefused(deps, journey, record)
  const restored = record.restore && (await settleRestore(deps, journey, record.restore, record))
  await giveBackClaim(log, backend, record, settlement)
  if (settlement === undefined && restored === undefined && record.isReported === true) return undefined
  if (settlement !== undefined && !isNews(settlement, record)) return settlement.end
  const outcome = restored?.outcome ?? outcomeOfSettlement(settlement, record, journey)
  if (journey.recovery !== undefined) {
    log.startGroup('What the state may lack')
    const foreign = createForeignText(journey.sensitive)
    const isLocked = journey.leftLock !== undefined
    for (const line of renderRecoveryLines(journey.recovery, foreign, { isLocked })) log.say(line)
    log.endGroup()
  }
  const isDone = restored?.isSettled ?? (settlement === undefined || isSettled(settlement))
  const more = isDone ? [] : moreAbout(env, failureReasonOf(outcome))
  log.annotate(isDone ? 'notice' : 'error', [messageOf(outcome), ...more].join('\n'))
  const options = { ...tellOptionsOf(context, journey, clock), run: ownRunOf(context) }
  const writeSummary = async (markdown: Promise<string>): Promise<void> => {
    try {
      appendSummary(env, await markdown)
    } catch (error) {
      log.annotate('warning', `The summary of this step could not be written: ${messageFromError(error)}`)
    }
  }
  await writeSummary(summaryOf(inputs.command, outcome, journey, options))
  const { signal: cancelled } = new AbortController()
  const warning = await reportOnGitHub({ announce, cancelled, event, log }, outcome)
  if (warning !== undefined) {
    log.annotate('warning', warning)
    await writeSummary(noteOf(warning))
  }
  return settlement?.end
}
