import { realpathSync, statSync } from 'node:fs'
import { isAbsolute, relative, resolve, sep } from 'node:path'

import { quoteValue, type Line } from './input-values.ts'

export interface Folders {
  readonly workspaceRoot: string
  readonly tempDirectory: string
}

/** The runner's own folders, or undefined after a problem. */
export function readFolders(
  env: Readonly<Record<string, string | undefined>>,
  problems: string[],
): Folders | undefined {
  const [workspaceRoot, tempDirectory] = ['GITHUB_WORKSPACE', 'RUNNER_TEMP'].map((variable) => {
    const path = env[variable] ?? ''
    if (path !== '' && readKind(path) === 'folder') return realpathSync(path)
    const finding = path === '' ? 'is not set' : `is ${quoteValue(path)}, which is not a folder`
    problems.push(`the environment variable \`${variable}\` ${finding}: a GitHub runner sets it`)
    return undefined
  })
  if (workspaceRoot === undefined || tempDirectory === undefined) return undefined
  return { workspaceRoot, tempDirectory }
}

/** A folder that the input `name` gives, without symlinks, or undefined after a problem. */
export function readWorkingDirectory(
  name: string,
  path: string,
  workspaceRoot: string,
  problems: string[],
): string | undefined {
  const folder = resolve(workspaceRoot, path)
  const is = `${name} is ${quoteValue(path)}`
  const expected = 'expected a folder inside `GITHUB_WORKSPACE`'
  const kind = readKind(folder)
  if (kind !== 'folder') {
    problems.push(`${is}, which ${kind === undefined ? 'does not exist' : 'is not a folder'}: ${expected}`)
    return undefined
  }
  const resolved = realpathSync(folder)
  if (!isInside(workspaceRoot, resolved)) {
    problems.push(`${is}, which lies outside: ${expected} (${quoteValue(workspaceRoot)})`)
    return undefined
  }
  return resolved
}

/** The input `plan-file` as an absolute path, or undefined after a problem. */
export function readPlanFile(path: string, workspaceRoot: string, problems: string[]): string | undefined {
  const file = resolve(workspaceRoot, path)
  const kind = readKind(file)
  if (kind === 'file') return file
  problems.push(
    `\`plan-file\` is ${quoteValue(path)}, which ${kind === undefined ? 'does not exist' : 'is not a file'}: ` +
      'expected a plan file, its path absolute or relative to `GITHUB_WORKSPACE`',
  )
  return undefined
}

/** The input `var-file`; Terraform, too, takes these paths relative to its working directory. */
export function checkVarFiles(lines: readonly Line[], workingDirectory: string, problems: string[]): void {
  for (const { number, text } of lines) {
    const kind = readKind(resolve(workingDirectory, text))
    if (kind === 'file' || kind === 'other') continue
    problems.push(
      `\`var-file\`, line ${String(number)}, is ${quoteValue(text)}, which ` +
        `${kind === undefined ? 'does not exist' : 'is a folder'}: expected a file, its path relative to \`working-directory\``,
    )
  }
}

/**
 * The input `backend-config`. Terraform takes a line with `=` for a value and any other for a file. No line is
 * repeated in a problem: half of a secret that was broken over two lines looks like a file name.
 */
export function checkBackendConfig(
  lines: readonly Line[],
  workingDirectory: string,
  problems: string[],
): void {
  for (const { number, text } of lines) {
    if (/^[A-Za-z_][\w.-]*\s*=/.test(text)) continue
    if (!text.includes('=') && readKind(resolve(workingDirectory, text)) === 'file') continue
    problems.push(
      `\`backend-config\`, line ${String(number)}: expected \`key=value\`, or a file that exists, ` +
        'its path relative to `working-directory`',
    )
  }
}

function readKind(path: string): 'file' | 'folder' | 'other' | undefined {
  try {
    const entry = statSync(path)
    if (entry.isFile()) return 'file'
    return entry.isDirectory() ? 'folder' : 'other'
  } catch {
    return undefined
  }
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}
