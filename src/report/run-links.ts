import type { HolderRun } from '../lock/lock-holder.ts'
import type { ForeignText } from './foreign-text.ts'
import type { OwnRun } from './story.ts'

/** Characters that neither end a link nor mean anything to Markdown in one. */
const ADDRESS = /^https?:\/\/[\w.~:/?%&=+,;@-]+$/
const LOGIN = /^[\w-]+$/

/** A link; what is no plain web address is shown as code. `label` is Markdown. */
export function renderLink(label: string, url: string, foreign: ForeignText): string {
  return ADDRESS.test(url) && foreign.isHarmless(url) ? `[${label}](${url})` : foreign.cell(url)
}

/**
 * The run that holds a lock, its job, its pull request and who started it. Whoever may take the lock may name any run:
 * only pages of our own server are linked, and only pull requests of our own repository, since a link to one leaves a
 * mention on its page.
 */
export function renderHolderRun(holder: HolderRun, own: OwnRun | undefined, foreign: ForeignText): string {
  const { repository, runId, attempt, url, jobId, pullRequest, actor } = holder
  const server = own !== undefined && url.startsWith(`${own.serverUrl}/`) ? own.serverUrl : undefined
  const isNear = server !== undefined && repository === own?.repository
  const place = isNear ? '' : ` of ${foreign.cell(repository)}`
  const id = String(runId)
  if (server === undefined) {
    const pull = pullRequest === null ? '' : `, pull request ${String(pullRequest)}`
    return `run ${foreign.cell(url)}${pull}${actor === null ? '' : `, started by ${foreign.cell(actor)}`}`
  }
  const again = attempt > 1 ? `, attempt ${String(attempt)}` : ''
  const facts = [`${renderLink(`run ${id}${again}`, url, foreign)}${place}`]
  if (jobId !== null) {
    facts.push(renderLink('job', `${server}/${repository}/actions/runs/${id}/job/${String(jobId)}`, foreign))
  }
  if (pullRequest !== null) {
    const label = `pull request ${String(pullRequest)}`
    facts.push(
      isNear ? renderLink(label, `${server}/${repository}/pull/${String(pullRequest)}`, foreign) : label,
    )
  }
  if (actor !== null) facts.push(`started by ${renderActor(actor, server, foreign)}`)
  return facts.join(', ')
}

/** A person's login as code with a link to the profile: a mention would call them. */
export function renderActor(actor: string, serverUrl: string, foreign: ForeignText): string {
  const name = foreign.cell(actor)
  // An app (`name[bot]`) has its page elsewhere.
  return LOGIN.test(actor) ? renderLink(name, `${serverUrl}/${actor}`, foreign) : name
}
