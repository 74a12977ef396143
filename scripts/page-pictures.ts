import { existsSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import type { Browser, Locator, Page } from 'playwright-core'
import { jobs } from '../demo/jobs.ts'
import { pagePath } from '../demo/page/page-path.ts'

interface Part {
  readonly name: string
  /** What the picture begins and ends with. */
  readonly from: (page: Page) => Locator
  readonly to: (page: Page) => Locator
}

const marginPx = 16
const parts: readonly Part[] = [
  {
    name: 'pull-request',
    from: (page) => page.locator('#pull-8 > h2'),
    to: (page) => page.locator('#pull-8 > .timeline'),
  },
  {
    name: 'cancelled-comment',
    from: (page) => page.locator('#pull-7 .version', { hasText: 'Another run holds the lock' }).last(),
    to: (page) => page.locator('#pull-7 .version', { hasText: 'Cancelled: plan' }).first(),
  },
  {
    name: 'cancelled-job',
    from: (page) => page.locator(`#job-${jobs['plan again'].jobId}`),
    to: (page) => page.locator(`#job-${jobs['plan again'].jobId}`),
  },
]

/** Pictures of the page that the last demo wrote. */
export async function takePictures(
  browser: Browser,
  colorScheme: 'light' | 'dark',
  pathOf: (name: string) => string,
): Promise<void> {
  if (!existsSync(pagePath)) throw new Error('There is no page yet: `npm run demo` writes it.')
  const page = await browser.newPage({ colorScheme, viewport: { width: 932, height: 800 } })
  await page.goto(pathToFileURL(pagePath).href)
  // As after a click on it.
  await page.locator('#pull-8 .version', { hasText: 'Planned' }).first().locator('summary').first().click()
  // The click has scrolled to it, and the boxes are those of the window.
  await page.evaluate('scrollTo(0, 0)')
  for (const { name, from, to } of parts) {
    const [start, end] = [await from(page).boundingBox(), await to(page).boundingBox()]
    if (start === null || end === null) throw new Error(`The page has nothing for the picture ${name}.`)
    const y = start.y - marginPx
    await page.screenshot({
      path: pathOf(name),
      fullPage: true,
      clip: { x: 0, y, width: 932, height: end.y + end.height + marginPx - y },
    })
  }
  await page.close()
}
