/**
 * Fills the tables of inputs and outputs in README.md from action.yml; with `--check` it writes nothing and
 * fails where README.md, action.yml and the inputs that Lockstep reads do not agree.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { parse } from 'yaml'

import { inputDefaults } from '../src/runner/inputs.ts'

interface Entry {
  readonly description?: string
  readonly default?: string
}

interface Metadata {
  readonly inputs: Readonly<Record<string, Entry>>
  readonly outputs: Readonly<Record<string, Entry>>
}

const readmePath = fileURLToPath(new URL('../README.md', import.meta.url))
const actionPath = fileURLToPath(new URL('../action.yml', import.meta.url))

const skeleton = `# Lockstep for Terraform

## Inputs

<!-- inputs-start -->
<!-- inputs-end -->

## Outputs

<!-- outputs-start -->
<!-- outputs-end -->
`

/** How action.yml describes an input that is there only for what the runner puts into its default. */
const NOT_FOR_USERS = /^Not for users\b/

function findProblems(action: Metadata): string[] {
  const declared = Object.keys(action.inputs)
  const read = Object.keys(inputDefaults)
  const entries = [...Object.entries(action.inputs), ...Object.entries(action.outputs)]
  return [
    ...read
      .filter((name) => !declared.includes(name))
      .map((name) => `the input \`${name}\` is read, but action.yml does not declare it`),
    ...declared
      .filter((name) => !read.includes(name))
      .map((name) => `action.yml declares the input \`${name}\`, but src/runner/ does not read it`),
    ...read
      .filter((name) => declared.includes(name) && action.inputs[name]?.default !== inputDefaults[name])
      .map((name) => `the default of \`${name}\` differs between action.yml and src/runner/input-table.ts`),
    ...entries
      .filter(([, entry]) => (entry.description ?? '').trim() === '')
      .map(([name]) => `\`${name}\` has no description in action.yml`),
  ]
}

function renderTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => {
    return `| ${cells.map((cell) => cell.trim().replace(/\s+/g, ' ').replaceAll('|', '\\|')).join(' | ')} |`
  })
  return ['<!-- prettier-ignore-start -->', ...lines, '<!-- prettier-ignore-end -->'].join('\n')
}

function fillMarkers(text: string, name: string, table: string): string {
  const [start, end] = [`<!-- ${name}-start -->`, `<!-- ${name}-end -->`]
  const [from, to] = [text.indexOf(start), text.indexOf(end)]
  if (from === -1 || to < from) throw new Error(`README.md lacks the lines ${start} and ${end}`)
  return `${text.slice(0, from + start.length)}\n\n${table}\n\n${text.slice(to)}`
}

function renderReadme(readme: string, action: Metadata): string {
  const forUsers = Object.entries(action.inputs).filter(
    ([, entry]) => !NOT_FOR_USERS.test(entry.description ?? ''),
  )
  const inputs = forUsers.map(([name, entry]) => {
    const value = entry.default ?? ''
    return [`\`${name}\``, value === '' ? '' : `\`${value}\``, entry.description ?? '']
  })
  const outputs = Object.entries(action.outputs).map(([name, entry]) => {
    return [`\`${name}\``, entry.description ?? '']
  })
  const withInputs = fillMarkers(readme, 'inputs', renderTable(['Input', 'Default', 'Meaning'], inputs))
  return fillMarkers(withInputs, 'outputs', renderTable(['Output', 'Value'], outputs))
}

const isCheck = process.argv.includes('--check')
const action = parse(readFileSync(actionPath, 'utf8')) as Metadata
const readme = existsSync(readmePath) ? readFileSync(readmePath, 'utf8') : skeleton
const filled = renderReadme(readme, action)
const problems = findProblems(action)
if (isCheck && (filled !== readme || !existsSync(readmePath))) {
  problems.push('the tables of README.md are not those of action.yml: run `npm run format`')
}
if (!isCheck) writeFileSync(readmePath, filled)
for (const problem of problems) console.error(problem)
process.exitCode = problems.length > 0 ? 1 : 0
