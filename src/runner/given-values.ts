import { resolve } from 'node:path'
import { splitShellWords } from '../terraform/shell-words.ts'
import { readText } from './files.ts'
import type { Inputs } from './inputs.ts'

type GivenInputs = Pick<Inputs, 'planArguments' | 'applyArguments' | 'varFiles' | 'workingDirectory'>
type Environment = Readonly<Record<string, string | undefined>>

/** Values that are written in clear in a text of HCL or JSON; a comment and the name of a field are none. */
const WRITTEN =
  /(?:#|\/\/).*|<<[-~]?(\w+)\r?\n([\s\S]*?)\n[ \t]*\1\b|"((?:[^"\\\n]|\\.)*)"([ \t]*[:=](?!=))?|(?<![\w.])\d[\d.]*(?![\w.])/g

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
  return [...text.matchAll(WRITTEN)].flatMap(([match, , heredoc, quoted, isName]) => {
    if (isName !== undefined || match.startsWith('#') || match.startsWith('//')) return []
    if (heredoc !== undefined) return [heredoc]
    return [quoted === undefined ? match : unescape(quoted)]
  })
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
