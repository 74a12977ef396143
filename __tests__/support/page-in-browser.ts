import type { Browser, Page } from 'playwright-core'

export type ColorScheme = 'light' | 'dark'

export interface PageLook {
  /** Everything that was asked for, the page itself too. */
  readonly requests: string[]
  /** Errors, and what the page's own policy has refused. */
  readonly complaints: string[]
  readonly scripts: number
  /** What reaches out of its box or of the window, in words. */
  readonly overflows: string[]
  /** Text with less contrast than 4.5 to 1. */
  readonly faint: string[]
  readonly background: string
}

// Expressions for the browser: this project has no types of the DOM.
const describe = 'const name = (e) => `${e.tagName}.${e.className}: ${e.textContent.trim().slice(0, 60)}`;'
const overflows = `(() => {
  ${describe}
  const scrolls = (e) => e.closest('pre, table') !== null
  return [...document.body.querySelectorAll('*')].filter((e) => !scrolls(e) && e.checkVisibility()).filter((e) => {
    const { left, right } = e.getBoundingClientRect()
    return right > innerWidth + 1 || left < -1 || (getComputedStyle(e).display !== 'inline' && e.scrollWidth > e.clientWidth + 1)
  }).map(name)
})()`
const faint = `(() => {
  ${describe}
  const parse = (c) => { const [r, g, b, a = 1] = c.match(/[\\d.]+/g).map(Number); return { rgb: [r, g, b], a } }
  const over = ({ rgb, a }, below) => rgb.map((v, i) => v * a + below[i] * (1 - a))
  const back = (e) => {
    const own = parse(getComputedStyle(e).backgroundColor)
    return own.a === 1 ? own.rgb : over(own, e.parentElement ? back(e.parentElement) : [255, 255, 255])
  }
  const light = (rgb) => {
    const [r, g, b] = rgb.map((v) => v / 255).map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const hasText = (e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim() !== '')
  return [...document.body.querySelectorAll('*')].filter((e) => hasText(e) && e.checkVisibility()).filter((e) => {
    const behind = back(e)
    const [low, high] = [light(over(parse(getComputedStyle(e).color), behind)), light(behind)].sort((a, b) => a - b)
    return (high + 0.05) / (low + 0.05) < 4.5
  }).map(name)
})()`

/** Opens a file in a window of this width, and hands it over while it is open. */
export async function inPage<T>(
  browser: Browser,
  url: string,
  { colorScheme, width = 1000 }: { colorScheme: ColorScheme; width?: number },
  use: (page: Page, look: PageLook) => Promise<T>,
): Promise<T> {
  const page = await browser.newPage({ colorScheme, viewport: { width, height: 800 } })
  const requests: string[] = []
  const complaints: string[] = []
  page.on('request', (request) => requests.push(request.url()))
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => complaints.push(message.text()))
  page.on('dialog', (dialog) => {
    complaints.push(`a dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  try {
    await page.goto(url, { waitUntil: 'networkidle' })
    const ask = async <R>(expression: string): Promise<R> => await page.evaluate<R>(expression)
    return await use(page, {
      requests,
      complaints,
      scripts: await ask('document.scripts.length'),
      overflows: await ask(overflows),
      faint: await ask(faint),
      background: await ask('getComputedStyle(document.body).backgroundColor'),
    })
  } finally {
    await page.close()
  }
}
