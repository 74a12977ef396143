/**
 * Renders comments as a pull request shows them, and the page of the last `npm run demo`, light and dark, into
 * docs/images/. Needs Chromium; what the comments say is checked by their golden files, without a browser.
 */
import { mkdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { findChromium, launchChromium } from '../demo/browser.ts'
import { markdownBody } from '../demo/page/markdown.ts'
import { markdownStyle } from '../demo/page/markdown-style.ts'
import { takePictures } from './page-pictures.ts'

/** By the name of the golden file; `isOpen`: as after a click on each of its folds. */
const shown = [
  { name: 'waiting-run', isOpen: false },
  { name: 'planned', isOpen: true },
  { name: 'gave-up', isOpen: false },
]
const golden = new URL('../__tests__/fixtures/golden/', import.meta.url)
const images = new URL('../docs/images/', import.meta.url)

function renderPage(markdown: string, isOpen: boolean): string {
  const { html } = markdownBody(markdown)
  const comment = isOpen ? html.replaceAll('<details>', '<details open>') : html
  return `<!doctype html><meta charset="utf-8"><style>${markdownStyle} body { padding: 16px; width: 900px }</style><article class="box"><header><b>github-actions</b> <span class="bot">bot</span> commented 1 minute ago</header>${comment}</article>`
}

const chromium = findChromium(process.env)
if (chromium === undefined) {
  console.error('No Chromium here: install it, or name one in LOCKSTEP_CHROMIUM.')
  process.exit(1)
}
const browser = await launchChromium(chromium)
mkdirSync(images, { recursive: true })
for (const colorScheme of ['light', 'dark'] as const) {
  const pathOf = (name: string): string => fileURLToPath(new URL(`${name}-${colorScheme}.png`, images))
  for (const { name, isOpen } of shown) {
    const page = await browser.newPage({ colorScheme, viewport: { width: 932, height: 400 } })
    const markdown = readFileSync(new URL(`comment-${name}.md`, golden), 'utf8')
    await page.setContent(renderPage(markdown, isOpen))
    await page.screenshot({ path: pathOf(`comment-${name}`), fullPage: true })
    await page.close()
  }
  await takePictures(browser, colorScheme, pathOf)
}
await browser.close()
