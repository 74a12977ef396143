import type { EmbeddedS3 } from '../__tests__/support/embedded-s3.ts'
import type { LockWatch } from './lock-watch.ts'
import { describeStore, describeWaits, findProblems, printChart, printTable } from './report.ts'
import { bucket, lockKey } from './scene.ts'
import type { Part } from './step.ts'
import { printSummary } from './summary-view.ts'
import { wrap, type Lane, type Terminal } from './terminal.ts'

export function printIntroduction({ print, style, name }: Terminal, version: string, endpoint: string): void {
  const cast: [Lane, string][] = [
    ['laptop', 'somebody runs `terraform apply` by hand, and holds the lock of the state'],
    [
      'plan job',
      'pull request 7 is opened: `command: plan`; the job of its next commit is cancelled while it waits',
    ],
    ['apply job', 'pull request 8 is merged: a plan step, then a step that applies exactly that plan'],
    ['lock', `what the bucket sees of ${bucket}/${lockKey}`],
  ]
  print()
  print(style('bold', 'Lockstep: three want one state, and each gets its turn'))
  print()
  for (const [lane, text] of cast) print(`  ${name(lane)}${' '.repeat(12 - lane.length)}${text}`)
  print()
  print(style('dim', `${version}, the action from dist/, and an S3 in memory at ${endpoint}.`))
  print(
    style(
      'dim',
      'A lock names user@host, here one for all; the bucket tells them apart by their access keys.',
    ),
  )
  print()
}

/** Everything after the story. Returns the exit code. */
export function printEnding(
  terminal: Terminal,
  parts: readonly Part[],
  { s3, watch }: { readonly s3: EmbeddedS3; readonly watch: LockWatch },
): number {
  const { print, style, columns } = terminal
  const problems = findProblems(parts, s3)
  terminal.status('')
  print()
  if (problems.length === 0) {
    printChart(terminal, watch)
    print()
  }
  printTable(terminal, parts)
  print()
  print(`  ${describeStore(s3)}`)
  print()
  const summaries = parts.filter(({ summary, actor }) => summary !== '' && actor === 'apply job')
  if (summaries.length > 0) {
    const markdown = summaries.map(({ summary }) => summary).join('\n')
    printSummary(terminal, 'The job summary of the apply job, as on the page of its run', markdown)
    print()
  }
  const sentences = problems.length === 0 ? [describeWaits(parts)] : problems
  const mark = problems.length === 0 ? style('green', '✔') : style('red', '✘')
  for (const sentence of sentences) {
    const [first = '', ...rest] = wrap(sentence, columns - 2)
    print(`${mark} ${first}`)
    for (const line of rest) print(`  ${line}`)
  }
  print()
  return problems.length === 0 ? 0 : 1
}
