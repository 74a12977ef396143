import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { describeHolder, holderFromInfo } from '../../src/lock/lock-holder.ts'
import { parseLockInfo, renderLockInfo } from '../../src/lock/lock-info.ts'
import { parseStateAddress, renderS3StateAddress } from '../../src/lock/state-address.ts'
import { parsePlanJson } from '../../src/plan/plan-json.ts'
import { planViewFromPlan } from '../../src/plan/plan-view.ts'
import { plainText } from '../../src/report/plain-text.ts'
import { renderPlanSection } from '../../src/report/plan-section.ts'
import { renderShellWord } from '../../src/report/shell-word.ts'
import { parseStateSummary } from '../../src/restore/state-summary.ts'
import { writtenValues } from '../../src/runner/given-values.ts'
import { createLog } from '../../src/runner/log.ts'
import { setOutputs } from '../../src/runner/outputs.ts'
import { planArguments } from '../../src/terraform/arguments.ts'
import { checkArguments } from '../../src/terraform/arguments-policy.ts'
import { terraformEnvironment } from '../../src/terraform/environment.ts'
import { splitShellWords } from '../../src/terraform/shell-words.ts'
import { checksOf } from '../../src/github/check-contexts.ts'
import { evaluateText } from '../../src/workflow/expression.ts'
import { parseWorkflow } from '../../src/workflow/workflow-file.ts'
import { hostileTexts } from '../fixtures/hostile-text.ts'
import { parsePairs } from '../support/fake-runner/file-commands.ts'
import { commandNames, parseWorkflowCommand } from '../support/fake-runner/workflow-commands.ts'
import { assertPlain, assertPlainLine } from '../support/promises.ts'
import { counts } from '../support/stories.ts'

const known = new Set<string>(commandNames)
const commit = 'c'.repeat(40)
let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockstep-places-'))
})
afterAll(() => {
  rmSync(folder, { recursive: true })
})

function linesOfLog(tell: (log: ReturnType<typeof createLog>) => void): string[] {
  let written = ''
  tell(createLog((text) => (written += text)))
  return written.split(/\r\n|\n|\r/)
}

/** Where a text arrives, and what is made of it there. */
const places: readonly [string, (text: string) => void | Promise<void>][] = [
  [
    'the log',
    (text) => {
      const said = linesOfLog((log) => {
        log.say(text)
      })
      expect(said.filter((line) => parseWorkflowCommand(line, known) !== undefined)).toEqual([])
    },
  ],
  [
    'an annotation',
    (text) => {
      const [line = '', ...rest] = linesOfLog((log) => {
        log.annotate('error', text, { title: text, file: text })
      })
      const command = parseWorkflowCommand(line, known)
      expect(rest).toEqual([''])
      expect(command?.name).toBe('error')
      // The runner takes an escape in the text for what it stands for.
      if (!/%(?:0A|0D|25|3A|2C)/.test(text)) expect(command?.data).toBe(text)
      expect(Object.keys(command?.properties ?? {}).every((name) => ['title', 'file'].includes(name))).toBe(
        true,
      )
    },
  ],
  [
    'an output',
    (text) => {
      const file = join(folder, 'output')
      writeFileSync(file, '')
      setOutputs({ GITHUB_OUTPUT: file }, { one: text, two: 'x' })
      const pairs = [...parsePairs(readFileSync(file, 'utf8'))]
      expect(pairs).toEqual([
        ['one', text.toWellFormed()],
        ['two', 'x'],
      ])
    },
  ],
  [
    'a lock',
    (text) => {
      const json = JSON.stringify({
        ID: `x${text}`,
        Operation: text,
        Info: text,
        Who: text,
        Version: text,
        Path: text,
      })
      if (json.length > 64 * 1024) {
        expect(() => parseLockInfo(json)).toThrow('too large')
        return
      }
      const info = parseLockInfo(json)
      for (const field of Object.values(info)) assertPlainLine(String(field), 500)
      assertPlainLine(describeHolder(holderFromInfo(info, 0)), 4_000)
      expect(parseLockInfo(renderLockInfo(info))).toEqual(info)
    },
  ],
  [
    'a plan',
    (text) => {
      const change = { actions: ['create'], after: { [text]: text } }
      const json = JSON.stringify({
        ...{ format_version: '1.2', resource_changes: [{ address: text, type: text, change }] },
        output_changes: JSON.parse(`{${JSON.stringify(text)}: {"actions": ["create"]}}`) as unknown,
      })
      const view = planViewFromPlan(parsePlanJson(json), text.slice(0, 10_000), counts)
      expect(view.resources).toHaveLength(1)
      assertPlain(renderPlanSection(view, 10_000))
    },
  ],
  [
    'a state',
    (text) => {
      const resource = {
        mode: 'managed',
        type: text,
        name: text,
        instances: [{ index_key: text, attributes: { id: text } }],
      }
      const summary = parseStateSummary(
        Buffer.from(JSON.stringify({ version: 4, serial: 1, lineage: text, resources: [resource] })),
      )
      expect(summary?.serial).toBe(1)
      for (const address of summary?.resources.keys() ?? []) assertPlainLine(address, 500)
    },
  ],
  [
    'the file of a workflow',
    (text) => {
      // Written as JSON, which is YAML as long as its escapes are.
      const group = text.slice(0, 10_000)
      const file = `jobs: {apply: {concurrency: {group: ${JSON.stringify(group)}}, steps: [{uses: x}]}}`
      const [job] = parseWorkflow(file).jobs
      expect(job?.concurrency?.group?.text.toWellFormed()).toBe(group.toWellFormed())
      if (!text.includes('${{')) expect(evaluateText(group, {})).toBe(group)
      // As it stands it is one or is none, and makes no step of ours.
      expect(() => parseWorkflow(`jobs:\n  apply:\n    name: ${group}\n`)).not.toThrow(TypeError)
    },
  ],
  [
    "GitHub's answer",
    (text) => {
      const node = { __typename: 'StatusContext' as const, context: text, state: text, createdAt: text }
      const page = { pageInfo: { hasNextPage: false, endCursor: null }, nodes: [node] }
      const reading = checksOf({ oid: commit, statusCheckRollup: { contexts: page } }, commit)
      // A time that is none is not looked at: only of two checks with one name the newer one counts.
      expect(reading).toMatchObject({ kind: 'read', checks: [{ name: text, state: text, runId: undefined }] })
    },
  ],
  [
    'an argument',
    (text) => {
      const line = `-var=a=${text}`
      const problems = checkArguments([line])
      expect(problems).toHaveLength(/[\0\r\n]/.test(text) ? 1 : 0)
      const inputs = {
        lock: true,
        destroy: false,
        refreshOnly: false,
        varFiles: [text],
        planArguments: [line],
      }
      const words = planArguments(inputs, 'x')
      expect(words.slice(-2)).toEqual([`-var-file=${text}`, line])
      expect(words).toContain('-lock=true')
      expect(splitShellWords(renderShellWord(line))).toEqual([line])
    },
  ],
  [
    'a path',
    (text) => {
      const key = `a/${text}/b`
      const address = renderS3StateAddress('tfstate', key)
      expect(address).not.toMatch(/\p{Cc}/u)
      expect(parseStateAddress(address).key).toBe(key)
    },
  ],
  [
    'the environment',
    (text) => {
      const env = terraformEnvironment(
        { TF_VAR_a: text, 'INPUT_PLAN-ARGS': text, GITHUB_OUTPUT: text },
        'token',
        undefined,
      )
      expect(env['TF_VAR_a']).toBe(text)
      expect(Object.keys(env).sort()).toEqual(
        expect.not.arrayContaining(['INPUT_PLAN-ARGS', 'GITHUB_OUTPUT']),
      )
      expect(writtenValues(`a = ${JSON.stringify(text)}`)).toEqual([text])
    },
  ],
  [
    'a text for people',
    (text) => {
      assertPlain(plainText(text))
    },
  ],
]

describe.each(places)('in %s a text stays what it is', (_, arrives) => {
  test.each(hostileTexts)('$name', async ({ text }) => {
    await arrives(text)
  })
})
