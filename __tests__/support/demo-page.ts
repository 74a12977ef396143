import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pagePath } from '../../demo/page/page-path.ts'

/** The page that the demo wrote last, by its pull requests. */
export function readPage(): { pulls: string[] } {
  return { pulls: readFileSync(pagePath, 'utf8').split('<section class="pull"').slice(1) }
}

export function versionsIn(pull: string): string[] {
  return pull.split('<article class="box version">').slice(1)
}

/** Whether these stand in the list in this order, whatever stands between them. */
export function inOrder(list: readonly (string | undefined)[], wanted: readonly string[]): boolean {
  const rest = [...wanted]
  for (const one of list) if (one === rest[0]) rest.shift()
  return rest.length === 0
}

/** In the place of what opens a browser: writes down what it is asked to open. */
export function withOpener(bin: string): { PATH: string; opened: () => string } {
  for (const name of ['xdg-open', 'open']) {
    writeFileSync(join(bin, name), `#!/bin/sh\nprintf %s "$*" >'${bin}/opened'\n`, { mode: 0o755 })
  }
  return {
    PATH: `${bin}:${process.env['PATH'] ?? ''}`,
    opened: () => readFileSync(join(bin, 'opened'), 'utf8'),
  }
}
