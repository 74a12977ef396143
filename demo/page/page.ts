import { createHash } from 'node:crypto'
import { Markup, markup } from './markup.ts'
import { markdownStyle } from './markdown-style.ts'
import { pageStyle } from './page-style.ts'
import type { PageStory } from './page-story.ts'
import { pullView } from './pull.ts'

/** One HTML file that asks for nothing and runs nothing, whatever the texts in it hold. */
export function renderPage({ terraform, pulls }: PageStory): string {
  const style = `${markdownStyle}${pageStyle}`
  const hash = createHash('sha256').update(style).digest('base64')
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`
  const links = pulls.map(({ number, title }) => markup`<a href="#pull-${number}">${title} #${number}</a> `)
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Lockstep: the pull requests of the demo</title>
<style>${new Markup(style)}</style>
</head>
<body>
<main>
<h1>acme/infra</h1>
<p class="intro">What <code>npm run demo</code> did, with ${terraform} and the action from <code>dist/</code>, about as GitHub shows it. GitHub, the bucket and the runner are on this machine; every version of a comment is what the action sent. GitHub shows the last one, and those before it under “edited”.</p>
<nav>${links}</nav>
${pulls.map(pullView)}
</main>
</body>
</html>
`.html
}
