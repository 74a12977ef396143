import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SecretMasker } from './secret-masker.ts'
import { setEnvironment } from './step-record.ts'
import type { StepRecord } from './step-record.ts'

/** Paths of the files through which a step answers, by the name after `GITHUB_`. */
export type FileCommandPaths = Record<FileCommandName, string>
type FileCommandName = keyof typeof filePrefixes

// In the order of ExtensionManager.cs, which is the order in which they are read.
const filePrefixes = {
  PATH: 'add_path_',
  ENV: 'set_env_',
  STEP_SUMMARY: 'step_summary_',
  STATE: 'save_state_',
  OUTPUT: 'set_output_',
  ARTIFACTS: 'create_artifacts_',
  ARTIFACTS_LIST: 'artifacts_list_',
}
const maximumSummaryBytes = 1024 * 1024
const maximumOutputBytes = 1024 * 1024

/** Empty files for one stage; main and post never share them. */
export function createFileCommands(tempDirectory: string, suffix: string): FileCommandPaths {
  const folder = join(tempDirectory, '_runner_file_commands')
  mkdirSync(folder, { recursive: true })
  const entries = Object.entries(filePrefixes).map(([name, prefix]): [string, string] => {
    const path = join(folder, prefix + suffix)
    writeFileSync(path, '')
    return [name, path]
  })
  return Object.fromEntries(entries) as FileCommandPaths
}

/** Port of `FileCommandManager.ProcessFiles`: also done after a kill, and each file by itself. */
export function readFileCommands(paths: FileCommandPaths, record: StepRecord, masker: SecretMasker): void {
  const readers: Partial<Record<FileCommandName, (path: string) => void>> = {
    PATH: (path) => {
      record.path.push(
        ...textOf(path)
          .split(/\r\n|\n|\r/)
          .filter(Boolean),
      )
    },
    ENV: (path) => {
      for (const [name, value] of parsePairs(textOf(path))) setEnvironment(record, name, value)
    },
    STEP_SUMMARY: (path) => {
      record.summary = readSummary(path, record, masker)
    },
    STATE: (path) => {
      for (const [name, value] of parsePairs(textOf(path))) record.state.set(name, value)
    },
    OUTPUT: (path) => {
      for (const [name, value] of parsePairs(textOf(path))) {
        if (name === '') throw new Error("Value cannot be null. (Parameter 'name')")
        record.outputs.set(name, value)
      }
    },
  }
  for (const [name, read] of Object.entries(readers)) {
    try {
      read(paths[name as FileCommandName])
    } catch (error) {
      record.complain('error', `Unable to process file command '${name.toLowerCase()}' successfully.`)
      record.complain('error', error instanceof Error ? error.message : String(error))
      record.commandFailed = true
    }
  }
  noteOutputLimits(record, masker)
}

/**
 * Port of `EnvFileKeyValuePairs`, lazy like it: the pairs before a malformed one count.
 * On Linux only LF ends a line: a CR stays in the value, and makes a delimiter another delimiter.
 */
export function* parsePairs(text: string): Generator<[name: string, value: string]> {
  let rest = text
  while (rest !== '') {
    const [line, , after] = splitLine(rest)
    rest = after
    if (line === '') continue
    const equals = line.indexOf('=')
    const arrows = line.indexOf('<<')
    if (equals >= 0 && (arrows < 0 || equals < arrows)) {
      yield [line.slice(0, equals), line.slice(equals + 1)]
    } else if (arrows >= 0) {
      const [value, remaining] = splitHeredoc(line, arrows, rest)
      rest = remaining
      yield [line.slice(0, arrows), value]
    } else {
      throw new Error(`Invalid format '${line}'`)
    }
  }
}

function splitHeredoc(line: string, arrows: number, text: string): [value: string, rest: string] {
  const delimiter = line.slice(arrows + 2)
  if (arrows === 0 || delimiter === '') {
    throw new Error(`Invalid format '${line}'. Name must not be empty and delimiter must not be empty`)
  }
  const lines: string[] = []
  let rest = text
  for (;;) {
    if (rest === '') throw new Error(`Invalid value. Matching delimiter not found '${delimiter}'`)
    const [content, ended, after] = splitLine(rest)
    rest = after
    if (content === delimiter) return [lines.join('\n'), rest]
    if (!ended) throw new Error('Invalid value. EOF marker missing new line.')
    lines.push(content)
  }
}

function splitLine(text: string): [line: string, ended: boolean, rest: string] {
  const end = text.indexOf('\n')
  return end < 0 ? [text, false, ''] : [text.slice(0, end), true, text.slice(end + 1)]
}

function textOf(path: string): string {
  // An action may delete its files, which counts as empty.
  return existsSync(path) ? readFileSync(path, 'utf8').replace(/^\ufeff/, '') : ''
}

function readSummary(path: string, record: StepRecord, masker: SecretMasker): string {
  const bytes = existsSync(path) ? statSync(path).size : 0
  if (bytes === 0) return ''
  if (bytes > maximumSummaryBytes) {
    const kibibytes = String(Math.floor(bytes / 1024))
    record.complain(
      'error',
      `$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of 1024k, got ${kibibytes}k.`,
    )
    return ''
  }
  const lines = textOf(path).split(/\r\n|\n|\r/)
  if (lines.at(-1) === '') lines.pop()
  return lines.map((line) => `${masker.mask(line)}\n`).join('')
}

/** The step keeps such outputs, but they can't leave the job (`JobExtension.cs`), which is easy to overlook. */
function noteOutputLimits(record: StepRecord, masker: SecretMasker): void {
  for (const [name, value] of record.outputs) {
    if (masker.mask(value) === value) continue
    record.problems.push(`output '${name}' contains a masked value: as an output of the job it is dropped`)
  }
  const bytes = [...record.outputs.values()].reduce((sum, value) => sum + value.length * 2, 0)
  if (bytes > maximumOutputBytes) record.problems.push('the outputs are over the 1 MiB that a job may have')
}
