import { resolve } from 'node:path'
import { splitShellWords } from '../terraform/shell-words.ts'
import { readText } from './files.ts'
import type { Inputs } from './inputs.ts'

type GivenInputs = Pick<Inputs, 'planArguments' | 'applyArguments' | 'varFiles' | 'workingDirectory'>
type Environment = Readonly<Record<string, string | undefined>>

/**
 * What begins a value that is written in clear in a text of HCL or JSON; a comment and the name of a field are none. A
 * string that nothing ends takes the rest of its line: whatever is read here, nothing of it is read twice.
 */
const WRITTEN =
  /(?:#|\/\/).*|<<[-~]?(\w+)\r?\n|"((?:[^"\\\n]|\\[^\n])*)(?:"([ \t]*[:=](?!=))?|\\?(?=\n|$))|(?<![\w.])\d[\d.]*(?![\w.])/g

/**
 * What Terraform is given for its variables: by the environment, by `-var`, and by the files of `-var-file`. Only the
 * configuration says which of them are sensitive, and where a run fails it may never come to say so.
 */
export async function readGivenValues(inputs: GivenInputs, env: Environment): Promise<Set<string>> {
  const words = [
    ...inputs.planArguments,
    ...inputs.applyArguments,
    ...['TF_CLI_ARGS', 'TF_CLI_ARGS_plan', 'TF_CLI_ARGS_apply'].flatMap(
      (name) => splitShellWords(env[name] ?? '') ?? [],
    ),
  ]
  const values = [
    ...Object.entries(env).flatMap(([name, value]) => (name.startsWith('TF_VAR_') ? [value ?? ''] : [])),
    ...optionsOf(words, 'var').map((option) => option.replace(/^[^=]*=/, '').trim()),
  ]
  const files = [...inputs.varFiles, ...optionsOf(words, 'var-file')]
  const texts = await Promise.all(
    // Terraform itself says what is wrong with a file that can't be read.
    files.map((file) => readText(resolve(inputs.workingDirectory, file)).catch(() => '')),
  )
  const structured = values.filter((value) => /^\s*(?:[[{"]|<<)/.test(value))
  return new Set([...values, ...[...structured, ...texts].flatMap(writtenValues)])
}

/** The strings and numbers of a text of HCL or JSON. */
export function writtenValues(text: string): string[] {
  const values: string[] = []
  const linesOf = linesByFirstWord(text)
  let end = 0
  for (const { 0: match, 1: marker, 2: quoted, 3: isName, index } of text.matchAll(WRITTEN)) {
    if (index < end || isName !== undefined || match.startsWith('#') || match.startsWith('//')) continue
    if (marker === undefined) {
      values.push(quoted === undefined ? match : unescape(quoted))
      continue
    }
    const start = index + match.length
    const lines = linesOf.get(marker) ?? []
    while ((lines.at(-1) ?? start) < start) lines.pop()
    const last = lines.at(-1)
    // A heredoc that nothing ends is no value, and what is in it may be.
    if (last === undefined) continue
    values.push(text.slice(start, Math.max(start, last - 1)))
    end = last
  }
  return values
}

/** Where the lines begin that begin with a word, from the last to the first. */
function linesByFirstWord(text: string): Map<string, number[]> {
  const lines = new Map<string, number[]>()
  for (const { 1: lineEnd = '', 2: word = '', index } of [...text.matchAll(/(^|\n)[ \t]*(\w+)/g)].reverse()) {
    const starts = lines.get(word) ?? []
    starts.push(index + lineEnd.length)
    lines.set(word, starts)
  }
  return lines
}

/** Of `-name=value`, and of `-name` with its value in the next word; Go's flag package takes two dashes as well. */
function optionsOf(words: readonly string[], name: string): string[] {
  return words.flatMap((word, index) => {
    const option = word.replace(/^--?/, '')
    if (option === word) return []
    if (option.startsWith(`${name}=`)) return [option.slice(name.length + 1)]
    return option === name ? [words[index + 1] ?? ''] : []
  })
}

function unescape(quoted: string): string {
  try {
    return JSON.parse(`"${quoted}"`) as string
  } catch {
    return quoted
  }
}
