import { expect, test } from '@jest/globals'
import { parseCoreLog } from '../../src/lock/core-log.ts'
import { classifyRefusal } from '../../src/lock/lock-failure.ts'
import { parsePlanText } from '../../src/plan/plan-text.ts'
import { renderCellCode, renderCode, renderProse } from '../../src/report/fence.ts'
import { createForeignText } from '../../src/report/foreign-text.ts'
import { plainText } from '../../src/report/plain-text.ts'
import { createRedaction } from '../../src/report/redaction.ts'
import { writtenValues } from '../../src/runner/given-values.ts'
import { createLog } from '../../src/runner/log.ts'
import { placesOfBackendConfig, secretsOfEnvironment } from '../../src/runner/secrets.ts'
import { parseHumanErrors } from '../../src/terraform/human-errors.ts'
import { evaluateText, referencesIn } from '../../src/workflow/expression.ts'
import { parseWorkflow } from '../../src/workflow/workflow-file.ts'

const length = 256 * 1024
const much = (text: string): string => text.repeat(length / text.length)
const say = (text: string): void => {
  createLog(() => undefined).say(text)
}
const unknown = { kind: 'unknown' as const, reason: '', transient: false }
const foreign = createForeignText(new Set(['secretsecret']))
const workflow = (text: string) => (): void => {
  try {
    parseWorkflow(text)
  } catch (error) {
    expect((error as Error).message).toMatch(/^it /)
  }
}

/** Where each place of a text begins a search that may go to its end, this takes hours for a megabyte. */
test.each<[string, () => void]>([
  [
    'empty lines in the log',
    () => {
      say(much('\n'))
    },
  ],
  [
    'spaces in the log',
    () => {
      say(much(' '))
    },
  ],
  [
    'heredocs that nothing ends',
    () => {
      writtenValues(much('<<A\n'))
    },
  ],
  [
    'heredocs of many names',
    () => {
      writtenValues(Array.from({ length: length / 8 }, (_, index) => `<<A${String(index)}\n`).join(''))
    },
  ],
  [
    'escaped quotes',
    () => {
      writtenValues(much('\\"'))
    },
  ],
  [
    'digits and a letter',
    () => {
      writtenValues(`${much('1.')}a`)
    },
  ],
  [
    'places of an error',
    () => {
      parseHumanErrors(`Error: x\n\n  on a${much(' line 1, in x')}`)
    },
  ],
  [
    'places of an error that end',
    () => {
      parseHumanErrors(`Error: x\n\n  on a${much(' line 1')}:`)
    },
  ],
  [
    'errors of a store',
    () => {
      classifyRefusal({ text: much('StatusCode: 412,'), info: undefined }, [], unknown)
    },
  ],
  [
    'a word in an expression',
    () => {
      referencesIn(`\${{ ${much('a')} }}`)
    },
  ],
  [
    'dashes in an expression',
    () => {
      referencesIn(`\${{ ${much('a-')} }}`)
    },
  ],
  [
    'brackets in an expression',
    () => {
      evaluateText(`\${{ ${much('(')} }}`, {})
    },
  ],
  ['aliases in a workflow', workflow(`jobs:\n  a:\n    steps:\n      - &x {}\n${much('      - *x\n')}`)],
  [
    'jobs in a workflow',
    workflow(
      `jobs:\n${Array.from({ length: length / 16 }, (_, index) => `  a${String(index)}: {}\n`).join('')}`,
    ),
  ],
  ['brackets in a workflow', workflow(`jobs: ${'['.repeat(16 * 1024)}`)],
  [
    'schemes in a backend configuration',
    () => {
      placesOfBackendConfig([much('://')])
    },
  ],
  [
    'passwords in URLs',
    () => {
      secretsOfEnvironment({ A: much('a://'), B: `a://:${much('a:')}` })
    },
  ],
  [
    'spaces in prose',
    () => {
      renderProse(`${much(' ')}x`)
    },
  ],
  [
    'a space before code',
    () => {
      renderCode(` ${much('a')}`)
    },
  ],
  [
    'backslashes in a cell',
    () => {
      renderCellCode(much('\\'))
    },
  ],
  [
    'code in HTML',
    () => {
      foreign.quoted(`secretsecret\n${much('<code>')}`)
    },
  ],
  [
    'escape sequences',
    () => {
      plainText(much('\u001b[') + much('\u001b]'))
    },
  ],
  [
    "Terraform's log",
    () => {
      parseCoreLog(`x [INFO]  backend-s3: Locked remote state (x): tf_backend.lock.id="${much('\\"')}`, 'a/b')
    },
  ],
  [
    "a plan's comments",
    () => {
      parsePlanText(`Terraform will perform the following actions:\n\n${much('  # a\n')}`, () => undefined)
    },
  ],
  [
    'secrets that begin alike',
    () => {
      createRedaction(new Set(Array.from({ length: 100 }, (_, index) => 'a'.repeat(index + 8))))(much('a'))
    },
  ],
])('%s take no time', (_, read) => {
  const start = performance.now()
  read()
  expect(performance.now() - start).toBeLessThan(10_000)
})
