import { stripVTControlCharacters } from 'node:util'
import { markup, type Markup } from './markup.ts'

/** Mark of the runner: a group, its end, or a line in a colour. */
const mark = /^##\[(group|endgroup|error|warning|notice|debug|command)\]/

/** What the runner keeps of a step, as its page shows it: numbered lines, and groups that fold. */
export function logView(log: string): Markup {
  const shown: Markup[] = []
  let group: { readonly title: string; readonly number: number; readonly lines: Markup[] } | undefined
  const endGroup = (): void => {
    if (group === undefined) return
    const { title, number, lines } = group
    shown.push(
      markup`<details class="group"><summary><span class="number">${number}</span>${title}</summary>${lines}</details>`,
    )
    group = undefined
  }
  const lines = stripVTControlCharacters(log).split('\n')
  for (const [index, line] of lines.entries()) {
    const number = index + 1
    const [start = '', kind] = mark.exec(line) ?? []
    const text = line.slice(start.length)
    if (kind === 'group') {
      endGroup()
      group = { title: text, number, lines: [] }
    } else if (kind === 'endgroup') {
      endGroup()
    } else {
      ;(group?.lines ?? shown).push(lineView(text, number, kind))
    }
  }
  endGroup()
  return markup`<div class="log">${shown}</div>`
}

const labels: Readonly<Record<string, string>> = {
  error: 'Error: ',
  warning: 'Warning: ',
  notice: 'Notice: ',
}

function lineView(text: string, number: number, kind = 'plain'): Markup {
  return markup`<div class="line ${kind}"><span class="number">${number}</span><span>${labels[kind] ?? ''}${text}</span></div>`
}
