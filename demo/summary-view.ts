import type { Terminal } from './terminal.ts'

const labelWidth = 18

/** A job summary's Markdown about as its page on GitHub shows it, in a frame. */
export function printSummary({ print, style, columns }: Terminal, title: string, markdown: string): void {
  const rule = '─'.repeat(Math.max(0, columns - title.length - 9))
  print(style('dim', `  ╭─ `) + style('bold', title) + style('dim', ` ${rule}`))
  for (const line of renderLines(markdown, (text) => style('bold', text))) print(style('dim', '  │ ') + line)
  print(style('dim', `  ╰${'─'.repeat(columns - 5)}`))
}

function renderLines(markdown: string, bold: (text: string) => string): string[] {
  // GitHub shows <details> folded.
  const folded = markdown.replace(/<details><summary>(.*?)<\/summary>.*?<\/details>/gs, '▸ $1 (folded)')
  return folded
    .trim()
    .split('\n')
    .filter((line) => !/^\|[\s|-]*$/.test(line))
    .map((line) => {
      if (line.startsWith('#')) return bold(unescape(line.replace(/^#+ /, '')))
      const [, label, value] = /^\| (.*?) \| (.*) \|$/.exec(line) ?? []
      if (label === undefined || value === undefined) return unescape(line)
      return `${unescape(label).padEnd(labelWidth)}${unescape(value)}`
    })
    .filter((line, index, lines) => line !== '' || lines[index - 1] !== '')
}

function unescape(text: string): string {
  return text
    .replaceAll('`', '')
    .replace(/(?<!\\)\*\*/g, '')
    .replace(/\\([\\*_{}[\]()#+!|~-])/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replaceAll('\u200b', '')
}
