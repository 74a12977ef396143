import { renderMarkdown } from '../../__tests__/support/github-page.ts'
import { Markup } from './markup.ts'
import { sanitise } from './sanitise.ts'

/** Markdown as a comment or a job summary on GitHub shows it, in an element of the class `markdown`. */
export function markdownBody(markdown: string): Markup {
  return new Markup(`<div class="markdown">${colour(stayHere(sanitise(renderMarkdown(markdown))))}</div>`)
}

/** Links to runs, jobs and pull requests of the demo lead to where the page shows them. */
function stayHere(html: string): string {
  return html
    .replace(/href="https:\/\/github\.com\/acme\/infra\/actions\/runs\/\d+\/job\/(\d+)"/g, 'href="#job-$1"')
    .replace(
      /href="https:\/\/github\.com\/acme\/infra\/actions\/runs\/(\d+)(?:\/attempts\/1)?"/g,
      'href="#run-$1"',
    )
    .replace(/href="https:\/\/github\.com\/acme\/infra\/pull\/(\d+)"/g, 'href="#pull-$1"')
}

const kinds: Readonly<Record<string, string>> = { '+': 'add', '-': 'cut', '!': 'change', '@': 'name' }

/** The colours of GitHub's blocks in `diff` and `yaml`, line by line. */
function colour(html: string): string {
  return html
    .replace(
      /(<code class="language-diff">)([^]*?)(<\/code>)/g,
      (_, start: string, code: string, end: string) => {
        const lines = code.trimEnd().split('\n')
        return (
          start +
          lines.map((line) => `<span class="${kinds[line.charAt(0)] ?? ''}">${line}</span>`).join('') +
          end
        )
      },
    )
    .replace(
      /(<code class="language-yaml">)([^]*?)(<\/code>)/g,
      (_, start: string, code: string, end: string) => {
        return start + code.replace(/^([ -]*)([\w-]+)(:)/gm, '$1<i class="name">$2</i>$3') + end
      },
    )
}
