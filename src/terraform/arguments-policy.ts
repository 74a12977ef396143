import { splitShellWords } from './shell-words.ts'

export interface OwnedArgument {
  /** With one dash and without its value, which may be a secret. */
  readonly argument: string
  readonly sentence: string
}

/** What to use instead of an argument that Lockstep gives itself (CONTRACT.md, `plan-args`). */
const insteadOf: ReadonlyMap<string, string> = new Map([
  ['lock', 'use the input `lock`'],
  ['lock-timeout', 'use the input `lock-timeout`'],
  ['out', 'read the output `plan-file`'],
  ['json', 'read the output `plan-json-file`'],
  ['chdir', 'use the input `working-directory`'],
  ['auto-approve', 'use the input `apply-policy: unreviewed`'],
  ['input', 'Lockstep always sets it to `false`, since nobody is there to answer'],
  ['detailed-exitcode', 'Lockstep sets it; read the output `has-changes`'],
  ['backend', 'the backend says where the lock is; leave it out'],
])

/** These keep their meaning in `TF_CLI_ARGS*`; as lines of an input they would contradict another input. */
const insteadOfMode: ReadonlyMap<string, string> = new Map([
  ['destroy', 'use the input `destroy`'],
  ['refresh-only', 'use the input `refresh-only`'],
])

const configureBackend = 'configure a backend, which says where the state is'

/**
 * Lockstep's own arguments come after those of `TF_CLI_ARGS*` and win, but an approval or a plan file asked for
 * there must not be dropped in silence, and after the command Terraform does not know `-chdir` at all.
 */
const refusedFromEnvironment = new Set(['out', 'auto-approve', 'chdir', 'backend'])

const environmentVariables = ['TF_CLI_ARGS', 'TF_CLI_ARGS_init', 'TF_CLI_ARGS_plan', 'TF_CLI_ARGS_apply']

/** What Go's `strconv.ParseBool` reads as false. */
const falseValues = new Set(['0', 'f', 'F', 'false', 'FALSE', 'False'])

/**
 * Flags of `init`, `plan` and `apply` that take no separate value: a word after one is a positional argument.
 * A flag that is missing here only means that Terraform itself refuses the word after it.
 */
const booleanFlags = new Set([
  'allow-deferral',
  'compact-warnings',
  'concise',
  'consolidate-errors',
  'consolidate-warnings',
  'force-copy',
  'get',
  'ignore-remote-version',
  'migrate-state',
  'no-color',
  'reconfigure',
  'refresh',
  'show-sensitive',
  'upgrade',
])

const positionalSentence =
  'it is not an option (`-name` or `-name=value`), so Terraform would take it for a plan file or a folder'

/** The argument of Lockstep's that a line of `init-args`, `plan-args` or `apply-args` would set, if any. */
export function findOwnedArgument(argument: string): OwnedArgument | undefined {
  const name = nameFromArgument(argument)
  const instead = name === undefined ? undefined : (lookUpInstead(name) ?? insteadOfMode.get(name))
  if (name === undefined || instead === undefined) return undefined
  return { argument: `-${name}`, sentence: `\`-${name}\` is not for you to give: ${instead}` }
}

export interface ArgumentProblem {
  readonly index: number
  readonly sentence: string
}

/** What is wrong with the lines of one of the inputs; no sentence repeats a value, which may be a secret. */
export function checkArguments(lines: readonly string[]): readonly ArgumentProblem[] {
  const problems: ArgumentProblem[] = []
  let isValueExpected = false
  for (const [index, line] of lines.entries()) {
    const owned = findOwnedArgument(line)
    const isFlag = /^--?[^-=]/.test(line)
    if (/[\0\r\n]/.test(line)) problems.push({ index, sentence: 'an argument holds a NUL or a line break' })
    else if (owned !== undefined) problems.push({ index, sentence: owned.sentence })
    else if (!isFlag && !isValueExpected) problems.push({ index, sentence: positionalSentence })
    isValueExpected = isFlag && !isValueExpected && takesSeparateValue(line)
  }
  return problems
}

export interface CliArgsFindings {
  readonly problems: string[]
  readonly notices: string[]
}

/** What the user's `TF_CLI_ARGS*` say about the arguments that Lockstep owns. */
export function checkCliArgsEnvironment(env: Readonly<Record<string, string | undefined>>): CliArgsFindings {
  const problems = new Set<string>()
  const notices = new Set<string>()
  for (const variable of environmentVariables) {
    const words = splitShellWords(env[variable] ?? '')
    if (words === undefined) {
      problems.add(
        `\`${variable}\` can't be split into arguments: close its quotes, and put backticks and parentheses in quotes`,
      )
    }
    for (const word of words ?? []) {
      const name = nameFromArgument(word)
      const instead = name === undefined ? undefined : lookUpInstead(name)
      if (name === undefined || instead === undefined) continue
      if (name === 'lock' && falseValues.has(word.slice(word.indexOf('=') + 1))) {
        problems.add(`\`${variable}\` holds \`-lock=false\`, which is refused: ${instead}`)
      } else if (refusedFromEnvironment.has(name) || name.startsWith('state')) {
        problems.add(`\`${variable}\` holds \`-${name}\`, which is refused: ${instead}`)
      } else {
        notices.add(`\`-${name}\` in \`${variable}\` is overridden: ${instead}`)
      }
    }
  }
  return { problems: [...problems], notices: [...notices] }
}

/** Go's flag package takes one dash or two, and ends the name at the first `=`. */
function nameFromArgument(argument: string): string | undefined {
  return /^--?([A-Za-z][\w-]*)(?:=|$)/.exec(argument)?.[1]
}

function lookUpInstead(name: string): string | undefined {
  return name.startsWith('state') ? configureBackend : insteadOf.get(name)
}

function takesSeparateValue(flag: string): boolean {
  return !flag.includes('=') && !booleanFlags.has(flag.replace(/^--?/, ''))
}
