/**
 * Renders comments as a pull request shows them, light and dark, into docs/images/. Needs Debian's Chromium; what the
 * comments say is checked by their golden files, without a browser.
 */
import { mkdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { chromium } from 'playwright-core'

import { renderMarkdown } from '../__tests__/support/github-page.ts'

/** By the name of the golden file; `isOpen`: as after a click on each of its folds. */
const shown = [
  { name: 'waiting-run', isOpen: false },
  { name: 'planned', isOpen: true },
  { name: 'gave-up', isOpen: false },
]
const golden = new URL('../__tests__/fixtures/golden/', import.meta.url)
const images = new URL('../docs/images/', import.meta.url)

const style = `
:root { --text: #1f2328; --muted: #59636e; --back: #fff; --box: #d1d9e0; --head: #f6f8fa; --code: #818b981f;
  --link: #0969da; --add: #116329; --add-back: #dafbe1; --cut: #82071e; --cut-back: #ffebe9; --change: #953800;
  --change-back: #ffd8b5; --name: #0550ae; }
@media (prefers-color-scheme: dark) {
  :root { --text: #f0f6fc; --muted: #9198a1; --back: #0d1117; --box: #3d444d; --head: #151b23; --code: #656c7633;
    --link: #4493f8; --add: #aff5b4; --add-back: #033a16; --cut: #ffdcd7; --cut-back: #67060c; --change: #ffdfb6;
    --change-back: #5a1e02; --name: #79c0ff; }
}
body { margin: 0; padding: 16px; width: 900px; background: var(--back); color: var(--text);
  font: 14px/1.5 "Liberation Sans", "Noto Color Emoji", sans-serif; }
article { border: 1px solid var(--box); border-radius: 6px; }
header { padding: 8px 16px; background: var(--head); border-bottom: 1px solid var(--box); color: var(--muted);
  border-radius: 6px 6px 0 0; }
header b { color: var(--text); }
header span { border: 1px solid var(--box); border-radius: 2em; padding: 0 7px; font-size: 12px; }
main { padding: 16px; }
main > :first-child { margin-top: 0; }
main > :last-child { margin-bottom: 0; }
h3 { font-size: 1.25em; margin: 24px 0 16px; }
h4 { font-size: 1em; margin: 24px 0 16px; }
p, table, pre, details, blockquote { margin: 0 0 16px; }
a { color: var(--link); }
table { border-collapse: collapse; display: block; width: max-content; max-width: 100%; }
th, td { border: 1px solid var(--box); padding: 6px 13px; text-align: left; }
th { font-weight: 600; }
code, pre { font: 12px/1.45 "Liberation Mono", monospace; }
code { background: var(--code); border-radius: 6px; padding: .2em .4em; }
h3 code, h4 code { font-size: inherit; }
pre { background: var(--head); border-radius: 6px; padding: 16px; overflow: auto; }
pre code { background: none; padding: 0; }
pre span { display: block; min-height: 1.45em; }
blockquote { border-left: .25em solid var(--box); color: var(--muted); padding: 0 1em; }
sub { font-size: 12px; vertical-align: baseline; color: var(--muted); }
.add { color: var(--add); background: var(--add-back); }
.cut { color: var(--cut); background: var(--cut-back); }
.change { color: var(--change); background: var(--change-back); }
.name { color: var(--name); }
`

/** The colours of GitHub's blocks in `diff` and `yaml`, line by line. */
function colour(html: string): string {
  const byLine = (code: string, kind: (line: string) => string): string =>
    code
      .trimEnd()
      .split('\n')
      .map((line) => `<span class="${kind(line)}">${line}</span>`)
      .join('')
  return html
    .replace(
      /(<code class="language-diff">)([^]*?)(<\/code>)/g,
      (_, open: string, code: string, close: string) => {
        const kinds: Record<string, string> = { '+': 'add', '-': 'cut', '!': 'change', '@': 'name' }
        return `${open}${byLine(code, (line) => kinds[line.charAt(0)] ?? '')}${close}`
      },
    )
    .replace(
      /(<code class="language-yaml">)([^]*?)(<\/code>)/g,
      (_, open: string, code: string, close: string) => {
        return `${open}${code.replace(/^([ -]*)([\w-]+)(:)/gm, '$1<b style="font-weight:400" class="name">$2</b>$3')}${close}`
      },
    )
}

function renderPage(markdown: string, isOpen: boolean): string {
  const html = colour(renderMarkdown(markdown))
  const comment = isOpen ? html.replaceAll('<details>', '<details open>') : html
  return `<!doctype html><meta charset="utf-8"><style>${style}</style><article><header><b>github-actions</b> <span>bot</span> commented 1 minute ago</header><main>${comment}</main></article>`
}

const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
})
mkdirSync(images, { recursive: true })
for (const { name, isOpen } of shown) {
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await browser.newPage({ colorScheme, viewport: { width: 932, height: 400 } })
    const markdown = readFileSync(new URL(`comment-${name}.md`, golden), 'utf8')
    await page.setContent(renderPage(markdown, isOpen))
    await page.screenshot({
      path: fileURLToPath(new URL(`comment-${name}-${colorScheme}.png`, images)),
      fullPage: true,
    })
    await page.close()
  }
}
await browser.close()
