import { seconds } from '../terminal.ts'
import { jobView } from './job.ts'
import { markdownBody } from './markdown.ts'
import { markup, type Markup } from './markup.ts'
import type { CommentVersion, PullOnPage } from './page-story.ts'

/** A pull request: what its author wrote, the action's comment in all its versions, and its jobs. */
export function pullView(pull: PullOnPage): Markup {
  const { number, title, author, branch, isMerged, description, versions, jobs } = pull
  const state = isMerged ? 'merged' : 'open'
  return markup`<section class="pull" id="pull-${number}">
<h2>${title} <span class="muted">#${number}</span></h2>
<p class="about"><span class="state ${state}">${isMerged ? 'Merged' : 'Open'}</span> <b>${author}</b> ${isMerged ? 'merged' : 'wants to merge'} <code>${branch}</code> into <code>main</code></p>
<div class="timeline">
<article class="box"><header><b>${author}</b> opened this pull request</header>${markdownBody(description)}</article>
${versions.map((version, index) => versionView(version, index, versions.length))}
</div>
<h3>Jobs</h3>
${jobs.map(jobView)}
</section>`
}

function versionView({ afterMs, markdown }: CommentVersion, index: number, count: number): Markup {
  const verb = index === 0 ? 'commented' : 'edited its comment'
  const which = index + 1 === count ? 'as it is now' : 'under “edited”'
  return markup`<article class="box version"><header><b>github-actions</b> <span class="bot">bot</span> ${verb} ${seconds(afterMs)} after the start <span class="which">version ${index + 1} of ${count}, ${which}</span></header>${markdownBody(markdown)}</article>`
}
