import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from '@jest/globals'
import { findChromium, launchChromium } from '../demo/browser.ts'
import { openPage } from '../demo/open-page.ts'
import { logView } from '../demo/page/log.ts'
import { markdownBody } from '../demo/page/markdown.ts'
import type { PageStory, StepOnPage } from '../demo/page/page-story.ts'
import { renderPage } from '../demo/page/page.ts'
import { sanitise } from '../demo/page/sanitise.ts'
import { inPage } from './support/page-in-browser.ts'
import { comments } from './support/stories.ts'

const chromium = findChromium(process.env)
const browserTest = chromium === undefined ? test.skip : test
const unlessSkipped = chromium === undefined ? ' (no Chromium here; LOCKSTEP_CHROMIUM names one)' : ''

const hostile = [
  '<script>document.title = "owned"</script><img src=x onerror="document.title=\'owned\'">',
  '</div></article></section></main></style></details><h1 class="box version">Forged</h1>',
  '<a href="javascript:document.title=1" onclick="x()">a</a> <a href=https://outside.test/>b</a>',
  '![picture](https://outside.test/pixel.png) <svg onload=alert(1)> <iframe src="https://outside.test/">',
  `${'long'.repeat(300)} <details><summary>open`,
].join('\n\n')
const result: StepOnPage['main'] = {
  log: `##[group]${hostile}\n${hostile}\n##[endgroup]\n##[error]${hostile}\n\u001b[31m${hostile}`,
  ...{ outcome: 'failure', durationMs: 1, summary: hostile },
  annotations: [
    { kind: 'error', message: hostile, properties: { title: hostile, file: hostile, line: hostile } },
  ],
}
const storyOf = (text: string, versions: readonly string[]): PageStory => ({
  terraform: text,
  pulls: [
    {
      ...{ number: 1, title: text, author: text, branch: text, isMerged: false, description: text },
      versions: versions.map((markdown) => ({ afterMs: 1, markdown })),
      jobs: [
        {
          title: text,
          runId: text,
          jobId: text,
          steps: [{ inputs: { [text]: text }, main: result, post: result }],
        },
      ],
    },
  ],
})

describe('Markdown on the page', () => {
  test.each([
    ['a script', '<script>x</script>', 'x'],
    ['a handler', '<b onclick="x()">y</b>', '<b>y</b>'],
    ['a link that runs something', '<a href="javascript:x()">y</a>', '<a rel="nofollow noreferrer">y</a>'],
    ['the same in disguise', '<a href="&#106;avascript:x()">y</a>', '<a rel="nofollow noreferrer">y</a>'],
    ['a style', '<p style="position:fixed" class="box">y</p>', '<p>y</p>'],
    ['a picture from outside', '<img src="https://outside.test/a.png">', ''],
    ['an end that began nothing', '</div></article><b>y</b></b>', '<b>y</b>'],
    ['what is never closed', '<details><summary>y', '<details><summary>y</summary></details>'],
    ['ends in the wrong order', '<b><i>y</b>z</i>', '<b><i>y</i></b>z'],
    ['half a tag', '<b title="', '&lt;b title="'],
    ['a comment', 'y<!-- <b> -->z', 'yz'],
  ])('is without %s', (_, html, expected) => {
    expect(sanitise(html)).toBe(expected)
  })

  test.each(Object.keys(comments))('keeps all of the comment “%s”', (name) => {
    const { html } = markdownBody(comments[name]!)
    const tags = (text: string, tag: string): number => text.split(`<${tag}`).length - 1
    for (const tag of ['details', 'summary', 'sub']) expect(tags(html, tag)).toBe(tags(comments[name]!, tag))
    expect(html).not.toContain('&lt;details')
    expect(html).not.toContain('<!--')
  })

  test('leads from the comment to the job on the same page', () => {
    const { html } = markdownBody('[job](https://github.com/acme/infra/actions/runs/1/job/2)')
    expect(html).toContain('href="#job-2"')
  })
})

test('a log has its groups, a number for each line, and no colours of a terminal', () => {
  const { html } = logView('a\n##[group]b <i>\n\u001b[1mc\u001b[0m\n##[endgroup]\n##[error]d\n##[group]e\nf')
  expect(html.match(/<details/g)).toHaveLength(2)
  expect(html.match(/<\/details>/g)).toHaveLength(2)
  expect(html).toContain('<details class="group"><summary><span class="number">2</span>b &lt;i&gt;</summary>')
  expect(html).toContain('<span class="number">3</span><span>c</span>')
  expect(html).toContain('<div class="line error"><span class="number">5</span><span>Error: d</span></div>')
})

test('where nothing opens a page, that is said', async () => {
  expect(await openPage('/page.html', { PATH: '/nowhere' })).toMatch(
    /^The page could not be opened: \S+ is not here\. Open the file by hand\.$/,
  )
})

browserTest(
  `a page full of hostile texts runs nothing, asks for nothing and keeps its form${unlessSkipped}`,
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lockstep-page-'))
    const path = join(folder, 'page.html')
    writeFileSync(path, renderPage(storyOf(hostile, [hostile, ...Object.values(comments)])))
    const browser = await launchChromium(chromium!)
    try {
      for (const [colorScheme, width] of [
        ['light', 1000],
        ['dark', 390],
      ] as const) {
        const url = pathToFileURL(path).href
        await inPage(browser, url, { colorScheme, width }, async (page, look) => {
          expect(look).toMatchObject({
            requests: [url],
            complaints: [],
            scripts: 0,
            overflows: [],
            faint: [],
          })
          expect(await page.title()).toBe('Lockstep: the pull requests of the demo')
          expect(await page.locator('.version').count()).toBe(1 + Object.keys(comments).length)
          expect(await page.locator('main > .pull > .job').count()).toBe(1)
          expect(await page.locator('.step').count()).toBe(2)
        })
      }
    } finally {
      await browser.close()
      rmSync(folder, { recursive: true, force: true })
    }
  },
)
