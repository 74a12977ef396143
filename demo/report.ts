import type { EmbeddedS3 } from '../__tests__/support/embedded-s3.ts'
import type { LockWatch } from './lock-watch.ts'
import { bucket, stateKey } from './scene.ts'
import type { Part } from './step.ts'
import { actors, seconds, type Actor, type Terminal } from './terminal.ts'

const indent = '  '
const nameWidth = 12
const mostCells = 80
/** Of the laptop, of the plan job twice, of the apply job twice. */
const partCount = 5
const columnWidths = [20, 8, 7, 11] as const

/** The table of who waited how long. */
export function printTable({ print, style, name }: Terminal, parts: readonly Part[]): void {
  const row = (label: string, width: number, numbers: readonly string[], result: string): string => {
    const cells = numbers.map((cell, index) => cell.padStart(columnWidths[index + 1] ?? 0))
    return `${indent}${label}${' '.repeat(columnWidths[0] - width)}${cells.join('')}   ${result}`
  }
  print(style('bold', row('Who', 3, ['waited', 'tries', 'hand-over'], 'result')))
  for (const part of parts) {
    const { actor, command, outputs, tenure } = part
    const numbers = [
      tenure?.waitedSince === undefined ? '–' : seconds(tenure.takenAt - tenure.waitedSince),
      outputs['lock-attempts'] ?? '–',
      tenure?.handOverMs === undefined ? '–' : seconds(tenure.handOverMs),
    ]
    const width = `${actor}, ${command}`.length
    print(row(`${name(actor)}, ${command}`, width, numbers, describeResult(part)))
  }
  print(style('dim', `${indent}hand-over: from the release until the Terraform that waited has the lock`))
}

function describeResult({ succeeded, outputs }: Part): string {
  const { result = '', add = '' } = outputs
  if (!succeeded) return 'failed'
  if (result === 'changes') return `${add} to add`
  return result === 'applied' ? `applied, ${add} added` : result || 'applied'
}

/** One bar an actor: when it held the lock, and when it waited for it. */
export function printChart(
  { print, style, name, columns, elapsedMs }: Terminal,
  { tenures }: LockWatch,
): void {
  const totalMs = elapsedMs()
  const start = performance.now() - totalMs
  const cells = Math.min(columns - nameWidth - indent.length - 4, mostCells)
  const cellMs = totalMs / cells
  const cell = (actor: Actor, at: number): string => {
    const own = tenures.filter(({ holder }) => holder === actor)
    if (own.some(({ takenAt, releasedAt = takenAt }) => takenAt <= at && at < releasedAt)) return '█'
    return own.some(({ waitedSince = Infinity, takenAt }) => waitedSince <= at && at < takenAt) ? '░' : ' '
  }
  print(style('bold', `${indent}Who held the lock █, and who waited for it ░`))
  for (const actor of actors) {
    const bar = Array.from({ length: cells }, (_, index) => cell(actor, start + (index + 0.5) * cellMs))
    print(`${indent}${name(actor)}${' '.repeat(nameWidth - actor.length)}${bar.join('').trimEnd()}`)
  }
  const marks = Array.from({ length: Math.floor(totalMs / 5_000) + 1 }, (_, index) => index * 5)
  const axis = marks.reduce(
    (line, mark) => `${line.padEnd(Math.round((mark * 1_000) / cellMs))}${mark} s`,
    '',
  )
  print(style('dim', `${indent}${' '.repeat(nameWidth)}${axis}`))
}

/** What of the end is not as it should be. */
export function findProblems(parts: readonly Part[], s3: EmbeddedS3): string[] {
  const failed = parts.filter(({ succeeded }) => !succeeded)
  return [
    ...failed.map(({ actor, command }) => `The ${command} of the ${actor} failed; its lines above say why.`),
    ...leftLocks(s3).map((key) => `A lock was left: ${key}.`),
    ...(parts.length === partCount || failed.length > 0 ? [] : ['Not every step ran.']),
  ]
}

/** One line about the lock and the state. */
export function describeStore(s3: EmbeddedS3): string {
  const body = s3.object(bucket, stateKey)?.body.toString() ?? '{"serial":0,"resources":[]}'
  const { serial, resources } = JSON.parse(body) as { serial: number; resources: { mode: string }[] }
  const managed = resources.filter(({ mode }) => mode === 'managed').length
  const locks = leftLocks(s3).length === 0 ? 'No lock left' : 'A lock was left'
  return `${locks} in the bucket. The state has serial ${serial} and ${managed} resources.`
}

function leftLocks(s3: EmbeddedS3): string[] {
  return s3.keys(bucket).filter((key) => key.endsWith('.tflock'))
}

/** What was seen, in one sentence. */
export function describeWaits(parts: readonly Part[]): string {
  const clauses = actors.flatMap((actor) => {
    const waits = parts.flatMap(({ actor: waiter, tenure }) =>
      waiter === actor && tenure?.waitedSince !== undefined
        ? [{ ms: tenure.takenAt - tenure.waitedSince, waitedFor: tenure.waitedFor }]
        : [],
    )
    const texts = waits.map(({ ms, waitedFor }, index) => {
      const whom = waitedFor.map((other) => `the ${other}`).join(' and then ')
      return `${seconds(ms)}${index === 0 ? '' : ' more'} for ${whom}`
    })
    return texts.length === 0 ? [] : [`the ${actor} waited ${texts.join(', and ')}`]
  })
  const longest = Math.max(...parts.map(({ tenure }) => tenure?.handOverMs ?? 0))
  const end = `each had the lock within ${seconds(longest)} of its release, one more job was cancelled while it waited, and no lock was left`
  return `${[...clauses, end].join('; ')}.`.replace(/^t/, 'T')
}
