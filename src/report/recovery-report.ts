import type { Recovery, ResourceFate } from '../plan/unsaved.ts'
import { renderFence } from './fence.ts'
import type { ForeignText } from './foreign-text.ts'
import { renderImportBlock, renderStateRemoval } from './import-block.ts'
import { mostThatFit } from './most-that-fit.ts'
import { plural } from './plan-groups.ts'
import { recoveryNotes, recoverySteps } from './recovery-steps.ts'
import { describeFate, describeInState, describeRecovery } from './recovery-words.ts'

export interface RecoveryOptions {
  /** False where no lock is known that keeps others out. */
  readonly isLocked?: boolean
  /** The step of a workflow that removes the lock, in Markdown; left out: words. */
  readonly unlockStep?: string | undefined
}

export interface RecoverySectionOptions extends RecoveryOptions {
  /** Bytes of UTF-8. */
  readonly limitBytes: number
}

const maxAddressLength = 300
const maxIdLength = 200

/**
 * Markdown for the summary and the comment: how much the state may lack, a table with the most pressing first, `import`
 * blocks to paste, what to do. Where not all of it fits, resources are left out from the end, and counted; empty where
 * not even the words fit, or where Terraform began nothing.
 */
export function renderRecovery(
  recovery: Recovery,
  foreign: ForeignText,
  { limitBytes, ...options }: RecoverySectionOptions,
): string {
  if (recovery.fates.length === 0) return ''
  // A row takes more than 20 bytes.
  const entries = notSaved(recovery)
    .slice(0, limitBytes / 20)
    .map((fate) => entryOf(fate, foreign))
  const assemble = (count: number): string => renderSection(recovery, entries.slice(0, count), options)
  const fits = (count: number): boolean => Buffer.byteLength(assemble(count)) <= limitBytes
  if (!fits(0)) return ''
  return assemble(mostThatFit(entries.length, fits))
}

/** One resource, as it is shown. */
interface Entry {
  readonly row: string
  readonly importBlock: string | undefined
  readonly stateRemoval: string | undefined
}

function entryOf(fate: ResourceFate, foreign: ForeignText): Entry {
  const id = (text: string): string => foreign.cell(text, maxIdLength)
  const cells = [
    foreign.cell(fate.address, maxAddressLength),
    describeFate(fate),
    fate.id === undefined ? 'not told' : id(fate.id.value),
    describeInState(fate, id),
  ]
  return { row: `| ${cells.join(' | ')} |`, ...toPaste(fate, foreign) }
}

function toPaste(fate: ResourceFate, foreign: ForeignText): Omit<Entry, 'row'> {
  const isHarmless = (text: string): boolean => foreign.isHarmless(text)
  return {
    importBlock: renderImportBlock(fate, isHarmless),
    stateRemoval: renderStateRemoval(fate, isHarmless),
  }
}

function notSaved({ fates }: Recovery): ResourceFate[] {
  return fates.filter(({ verdict }) => verdict !== 'saved')
}

function renderSection(
  recovery: Recovery,
  entries: readonly Entry[],
  { isLocked = true, unlockStep }: RecoveryOptions,
): string {
  const blocks = entries.flatMap(({ importBlock }) => importBlock ?? [])
  const removals = entries.flatMap(({ stateRemoval }) => stateRemoval ?? [])
  const steps = recoverySteps(recovery, {
    hasImports: blocks.length > 0,
    isLocked,
    unlockStep,
    stateRemovals: removals.length === 0 ? undefined : renderFence(removals.join('\n'), 'sh'),
  })
  const table = ['| Resource | This run | ID | The saved state |', '| --- | --- | --- | --- |']
  const list = steps.map(({ text, block }, index) => {
    const number = `${String(index + 1)}. `
    const item = block === undefined ? text : `${text}\n\n${block.trimEnd()}`
    return `${number}${item.replace(/\n(?=.)/g, `\n${' '.repeat(number.length)}`)}`
  })
  return [
    `#### 🧩 ${describeRecovery(recovery)}`,
    entries.length === 0 ? '' : [...table, ...entries.map(({ row }) => row)].join('\n'),
    renderRest(recovery, entries.length),
    blocks.length === 0 ? '' : renderFence(blocks.join('\n\n'), 'hcl').trimEnd(),
    `**What to do**, in this order:\n\n${list.join('\n')}`,
    recoveryNotes(recovery).join(' '),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

/** What has no row: what did not fit, and what was saved. */
function renderRest({ fates }: Recovery, toldCount: number): string {
  const saved = fates.filter(({ verdict }) => verdict === 'saved').length
  const left = fates.length - saved - toldCount
  return [
    left === 0 ? '' : `${String(left)} more ${left === 1 ? 'is' : 'are'} in the log.`,
    saved === 0 ? '' : `The state has ${plural(saved, 'other change')} of this run.`,
  ]
    .filter((part) => part !== '')
    .join(' ')
}

/** The same for the log, where all of it has room: one line each, to be printed as they are. */
export function renderRecoveryLines(
  recovery: Recovery,
  foreign: ForeignText,
  { isLocked = true, unlockStep }: RecoveryOptions = {},
): string[] {
  if (recovery.fates.length === 0) return []
  const told = notSaved(recovery)
  const pasted = told.map((fate) => toPaste(fate, foreign))
  const blocks = pasted.flatMap(({ importBlock }) => importBlock ?? [])
  const removals = pasted.flatMap(({ stateRemoval }) => stateRemoval ?? [])
  const id = (text: string): string => foreign.line(text, maxIdLength)
  const lines = told.map((fate) => {
    const known = fate.id === undefined ? '' : ` [${fate.id.key}=${id(fate.id.value)}]`
    return `  ${foreign.line(fate.address, maxAddressLength)}: ${describeFate(fate)}${known}; the state ${describeInState(fate, id)}`
  })
  const steps = recoverySteps(recovery, {
    hasImports: blocks.length > 0,
    isLocked,
    unlockStep,
    stateRemovals: removals.length === 0 ? undefined : removals.join('\n'),
  }).flatMap(({ text, block = '' }, index) => [`  ${String(index + 1)}. ${text}`, ...plainBlock(block)])
  return [
    `${describeRecovery(recovery)}${told.length === 0 ? '.' : ':'}`,
    ...lines,
    renderRest(recovery, told.length),
    ...blocks.flatMap((block) => block.split('\n')),
    'What to do, in this order:',
    ...steps,
    ...recoveryNotes(recovery),
  ].filter((line) => line !== '')
}

function plainBlock(block: string): string[] {
  return block
    .split('\n')
    .filter((line) => !/^`{3,}\w*$/.test(line))
    .map((line) => (line === '' ? '' : `     ${line}`))
}
