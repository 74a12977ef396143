import { isGitId } from '../plan/git-id.ts'
import type { ForeignText } from './foreign-text.ts'
import { renderInstant } from './instant.ts'
import { renderActor, renderLink } from './run-links.ts'
import type { OwnRun } from './story.ts'

/** Which commit, which run, whose, when; `now`: milliseconds since 1970. */
export function renderFoot(run: OwnRun | undefined, foreign: ForeignText, now: number): string {
  const written = renderInstant(now) ?? ''
  if (run === undefined) return `<sub>Lockstep · ${written}</sub>`
  return `<sub>${[...renderRun(run, foreign), written].join(' · ')}</sub>`
}

/** What a plan's headline says of where it comes from; empty for what is no commit. */
export function renderOfCommit(commit: string): string {
  const hash = shortHash(commit)
  return hash === '' ? '' : ` of commit \`${hash}\``
}

function renderRun(run: OwnRun, foreign: ForeignText): string[] {
  const { serverUrl, repository, url, commit, actor } = run
  const hash = shortHash(commit)
  const link = renderLink(`\`${hash}\``, `${serverUrl}/${repository}/commit/${commit}`, foreign)
  return [
    ...(hash === '' ? [] : [`Commit ${link}`]),
    renderLink('run', url, foreign),
    `by ${renderActor(actor, serverUrl, foreign)}`,
  ]
}

/** As Git and GitHub shorten it; empty for what is no commit. */
function shortHash(commit: string): string {
  return isGitId(commit) ? commit.slice(0, 7) : ''
}
