import { seconds } from '../terminal.ts'
import { logView } from './log.ts'
import { markdownBody } from './markdown.ts'
import { markup, type Markup } from './markup.ts'
import type { JobOnPage, StepOnPage } from './page-story.ts'

type Result = StepOnPage['main']

const outcomes: Readonly<Record<Result['outcome'], string>> = {
  success: 'Success',
  failure: 'Failure',
  cancelled: 'Cancelled',
}

/** A job as the pages of its run show it: annotations, summary, and the log of each step. */
export function jobView({ title, runId, jobId, steps }: JobOnPage): Markup {
  const outcome = steps.map(({ main }) => main.outcome).find((one) => one !== 'success') ?? 'success'
  const results = steps.flatMap(({ main, post }) => (post === undefined ? [main] : [main, post]))
  return markup`<section class="job" id="job-${jobId}">
<header id="run-${runId}"><b>${title}</b> ${outcomeView(outcome)} <span class="muted">run ${runId}, job ${jobId}</span></header>
${annotationsView(results)}
${summaryView(results)}
<h4>Log</h4>
${steps.map(runView)}
${steps.toReversed().map(postView)}
</section>`
}

function outcomeView(outcome: Result['outcome']): Markup {
  return markup`<span class="outcome ${outcome}">${outcomes[outcome]}</span>`
}

function annotationsView(results: readonly Result[]): Markup {
  const annotations = results.flatMap((result) => result.annotations)
  if (annotations.length === 0) return markup``
  const items = annotations.map(({ kind, message, properties }) => {
    const { title = kind, file, line } = properties
    const place = file === undefined ? '' : `${file}${line === undefined ? '' : `#L${line}`}`
    return markup`<li class="annotation ${kind}"><b>${title}</b> <span class="muted">${place}</span><p>${message}</p></li>`
  })
  return markup`<h4>Annotations</h4><ul class="annotations">${items}</ul>`
}

function summaryView(results: readonly Result[]): Markup {
  const summary = results.map((result) => result.summary).filter((text) => text.trim() !== '')
  if (summary.length === 0) return markup``
  return markup`<h4>Job summary</h4><div class="summary">${markdownBody(summary.join('\n\n'))}</div>`
}

function runView({ inputs, main }: StepOnPage): Markup {
  const given = Object.entries(inputs).map(([name, value]) => `  ${name}: ${value}`)
  const start = ['##[group]Run OWNER/lockstep@v1', 'with:', ...given, '##[endgroup]']
  return stageView(nameOf(inputs), main, start)
}

/** The runner runs them at the end of the job, the last step's first. */
function postView({ inputs, post }: StepOnPage): Markup {
  return post === undefined ? markup`` : stageView(`Post ${nameOf(inputs)}`, post, ['Post job cleanup.'])
}

/** As the workflow of the README names its steps. */
function nameOf({ command = '' }: StepOnPage['inputs']): string {
  return command.charAt(0).toUpperCase() + command.slice(1)
}

/** `start`: what the runner itself writes before the action does. */
function stageView(title: string, { log, outcome, durationMs }: Result, start: readonly string[]): Markup {
  const lines = [...start, ...(log === '' ? [] : [log])].join('\n')
  return markup`<details class="step" open><summary>${title} ${outcomeView(outcome)} <span class="muted">${seconds(durationMs)}</span></summary>${logView(lines)}</details>`
}
