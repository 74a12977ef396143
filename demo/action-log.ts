import type { LogLine } from '../__tests__/support/fake-runner.ts'

/**
 * A step's log as its page on GitHub shows it at first: without the commands that the runner obeys and with every
 * group folded.
 */
export function createLogView(show: (text: string) => void): (line: LogLine) => void {
  let group: { title: string; lines: number } | undefined

  return ({ masked, command, stage }) => {
    if (command?.obeyed === true) {
      const { name, data } = command
      if (name === 'group') group = { title: data, lines: 0 }
      if (name === 'endgroup' && group !== undefined) {
        show(`▸ ${group.title} (${group.lines} lines, folded)`)
        group = undefined
      }
      if (name === 'error' || name === 'warning' || name === 'notice') show(`${name}: ${data}`)
    } else if (group !== undefined) {
      group.lines += 1
    } else if (masked.trim() !== '') {
      show(stage === 'post' ? `post: ${masked}` : masked)
    }
  }
}
