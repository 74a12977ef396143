import assert from 'node:assert/strict'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { InvalidInputsError } from '../../src/errors.ts'
import { parseExpiration } from '../../src/retry/credential-life.ts'
import { parseAge, parseDuration, renderDuration } from '../../src/retry/duration.ts'
import { renderFileCommands } from '../../src/runner/file-commands.ts'
import { writtenValues } from '../../src/runner/given-values.ts'
import { parseInputs } from '../../src/runner/inputs.ts'
import { inputDefaults, parseInputValues } from '../../src/runner/input-table.ts'
import * as values from '../../src/runner/input-values.ts'
import { createLog } from '../../src/runner/log.ts'
import { ownRunFromEnvironment } from '../../src/runner/own-run.ts'
import { readSavedState } from '../../src/runner/saved-state.ts'
import { placesOfBackendConfig, secretsOfEnvironment } from '../../src/runner/secrets.ts'
import { eventFromPayload, pullRequestFromPayload } from '../../src/runner/workflow-event.ts'
import { renderAnnotation } from '../../src/lock/annotation.ts'
import { commandNames, parseWorkflowCommand } from '../support/fake-runner/workflow-commands.ts'
import { damaged, hostileText, mutationsOf } from '../support/hostile-values.ts'
import { assertPlainLine, unlessRefused } from '../support/promises.ts'
import { property, type Properties, type Property } from '../support/properties.ts'

const folder = mkdtempSync(join(tmpdir(), 'lockstep-properties-'))

/** Takes such texts, refuses all others by a RangeError, and gives a value that fits. */
function parses<T>(
  parse: (text: string) => T,
  seeds: readonly string[],
  fits: (value: T) => boolean,
): Property {
  return property(fc.oneof(hostileText, mutationsOf(...seeds)), (text) => {
    const value = unlessRefused(RangeError, () => ({ is: parse(text) }))
    if (value !== undefined) assert.ok(fits(value.is), JSON.stringify(value.is))
  })
}

const isMilliseconds = (ms: number): boolean => Number.isSafeInteger(ms) && ms >= 0
const isOneLine = (text: string): boolean => !/\p{Cc}/u.test(text)
const inputs = Object.keys(inputDefaults)
const inputTexts = fc.dictionary(
  fc.constantFrom(...inputs.map((name) => `INPUT_${name.toUpperCase()}`), 'TF_CLI_ARGS_plan'),
  fc.oneof(
    hostileText,
    mutationsOf(...Object.values(inputDefaults), 'apply', 's3://a/b', '-lock=false', '-var=a=b'),
  ),
  { maxKeys: 4 },
)
const payload = damaged({
  repository: { visibility: 'public', private: false, id: 1 },
  pull_request: {
    ...{ number: 7, user: { login: 'alice' } },
    head: { sha: 'c0ffee', repo: { id: 1 } },
    base: { sha: 'c0ffee', ref: 'main', repo: { id: 1 } },
  },
  issue: { number: 7, pull_request: {}, user: { login: 'alice' } },
  comment: { user: { login: 'alice' }, created_at: '2026-08-22T10:11:12Z' },
  ...{ after: 'c0ffee', ref: 'refs/heads/main', commits: [{ id: 'c0ffee' }], forced: true },
  workflow_run: { head_repository: { id: 1 } },
}).map((value) => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}))
const eventName = fc.constantFrom(
  'push',
  'pull_request',
  'pull_request_target',
  'issue_comment',
  'workflow_run',
)
const names = ['SERVER_URL', 'REPOSITORY', 'RUN_ID', 'RUN_ATTEMPT', 'ACTOR', 'TRIGGERING_ACTOR']
const environment = fc.dictionary(
  fc.constantFrom(...names.map((name) => `GITHUB_${name}`)),
  fc.oneof(hostileText, fc.constantFrom('https://github.com', 'acme/infra', '1', 'alice')),
)

function isPullRequest(pull: ReturnType<typeof pullRequestFromPayload>): boolean {
  if (pull === undefined) return true
  const texts = [pull.headCommit, pull.baseCommit, pull.baseBranch, pull.author]
  const areTexts = texts.every((text) => text === undefined || (typeof text === 'string' && text !== ''))
  return areTexts && Number.isSafeInteger(pull.number) && pull.number > 0
}

function linesOfLog(tell: (log: ReturnType<typeof createLog>) => void): string[] {
  let written = ''
  tell(createLog((text) => (written += text)))
  return written.split(/\r\n|\n|\r/)
}
const known = new Set<string>(commandNames)
/** As it is, and as a comparison reads it that passes over what is not seen. */
const commandsIn = (lines: readonly string[]): unknown[] =>
  lines
    .flatMap((line) => [line, line.replace(/[\p{Default_Ignorable_Code_Point}\0-\x08\x0e-\x1f\x7f]/gu, '')])
    .map((line) => parseWorkflowCommand(line, known))
    .filter((command) => command !== undefined)

export const runnerProperties: Properties = {
  'runner/input-values.ts oneOf': parses(values.oneOf('a', 'b'), ['a'], (text) => ['a', 'b'].includes(text)),
  'runner/input-values.ts parseBoolean': parses(values.parseBoolean, ['true', 'False'], (is) => is || !is),
  'runner/input-values.ts parseAutoOrBoolean': parses(
    values.parseAutoOrBoolean,
    ['auto', 'TRUE'],
    (is) => is === 'auto' || typeof is === 'boolean',
  ),
  'runner/input-values.ts parseOneLine': parses(values.parseOneLine, ['a/b'], isOneLine),
  'runner/input-values.ts parseWorkspaceName': parses(
    values.parseWorkspaceName,
    ['prod'],
    (name) => name === encodeURIComponent(name).replace(/%(24|26|2B|3A|3D|40)/g, decodeURIComponent),
  ),
  'runner/input-values.ts lineUpTo': parses(
    values.lineUpTo(5),
    ['abc'],
    (text) => text.length <= 5 && isOneLine(text),
  ),
  'runner/input-values.ts parseCancelGrace': parses(
    values.parseCancelGrace,
    ['3m'],
    (ms) => isMilliseconds(ms) && ms <= 195_000,
  ),
  'runner/input-values.ts parsePullRequest': parses(
    values.parsePullRequest,
    ['42'],
    (number) => isMilliseconds(number) && number > 0,
  ),
  'runner/input-values.ts wholeNumber': parses(
    values.wholeNumber(2, 30),
    ['7'],
    (number) => number >= 2 && number <= 30,
  ),
  'runner/input-values.ts parsePassphrase': parses(
    values.parsePassphrase,
    ['0123456789abcdef'],
    (text) => text.length >= 16,
  ),
  'runner/input-values.ts parsePlanDigest': parses(
    values.parsePlanDigest,
    ['0'.repeat(64)],
    (text) => text.length === 64,
  ),
  'runner/input-values.ts parseIdIfAny': parses(
    values.parseIdIfAny,
    ['4711'],
    (is) => is === null || (isMilliseconds(is) && is > 0),
  ),
  'runner/input-values.ts parseJsonIfAny': parses(values.parseJsonIfAny, ['{"a": 1}'], (is) => is !== null),
  'runner/input-values.ts parseLines': parses(values.parseLines, ['a\n# b\n\nc'], (lines) =>
    lines.every(
      ({ number, text }) => number > 0 && text !== '' && !text.includes('\n') && !text.startsWith('#'),
    ),
  ),
  'runner/file-commands.ts renderFileCommands': property(
    fc.dictionary(fc.constantFrom('a', 'b-c'), hostileText),
    (values) => {
      const file = renderFileCommands(values)
      const [, delimiter = ''] = /^\S+<<(lockstep_[\w-]+)$/m.exec(file) ?? []
      const records = file.split(`\n${delimiter}\n`).slice(0, -1)
      assert.deepEqual(
        records,
        Object.entries(values).map(([name, value]) => `${name}<<${delimiter}\n${value}`),
      )
    },
  ),
  'runner/input-values.ts quoteValue': property(hostileText, (text) => {
    assertPlainLine(values.quoteValue(text), 1_200)
  }),
  'runner/input-table.ts parseInputValues': property(inputTexts, (env) => {
    for (const problem of parseInputValues(env).problems) assert.ok(isOneLine(problem), problem)
  }),
  'runner/inputs.ts parseInputs': property(inputTexts, (env) => {
    const places = { GITHUB_WORKSPACE: folder, RUNNER_TEMP: folder }
    const parsed = unlessRefused(InvalidInputsError, () => parseInputs({ ...places, ...env }))
    if (parsed === undefined) return
    assert.ok(parsed.workingDirectory.startsWith(folder))
    assert.ok(isMilliseconds(parsed.lockTimeoutMs))
  }),
  'runner/workflow-event.ts eventFromPayload': property(
    fc.tuple(eventName, payload, hostileText),
    ([name, given, actor]) => {
      const { comment, push, pullRequest, isForkRun } = eventFromPayload(name, given, actor)
      assert.ok(comment === undefined || (Number.isFinite(comment.createdAt) && comment.author !== ''))
      assert.ok(push?.commits.every((id) => typeof id === 'string' && id !== '') ?? true)
      assert.ok(isPullRequest(pullRequest))
      assert.equal(typeof isForkRun, 'boolean')
    },
  ),
  'runner/workflow-event.ts pullRequestFromPayload': property(
    fc.tuple(eventName, payload),
    ([name, given]) => {
      assert.ok(isPullRequest(pullRequestFromPayload(name, given, '')))
    },
  ),
  'runner/own-run.ts ownRunFromEnvironment': property(
    fc.tuple(environment, fc.option(fc.nat())),
    ([env, job]) => {
      const run = ownRunFromEnvironment(env, undefined, job)
      if (run !== undefined) assert.match(renderAnnotation(run), /^lockstep( (run|job|actor)=[\w./:[\]-]+)+$/)
    },
  ),
  'runner/saved-state.ts readSavedState': property(
    fc.dictionary(fc.constantFrom('STATE_token', 'STATE_run-directory'), hostileText),
    (env) => {
      assert.equal(readSavedState(env) !== undefined, Object.keys(env).length === 2)
    },
  ),
  'runner/secrets.ts secretsOfEnvironment': property(
    fc.tuple(hostileText, hostileText),
    ([secret, other]) => {
      const found = secretsOfEnvironment({
        AWS_SECRET_ACCESS_KEY: secret,
        A: other,
        'INPUT_BACKEND-CONFIG': `password=${other}`,
      })
      if (secret.length >= 8) assert.ok(found.includes(secret))
      assert.ok(found.every(({ length }) => length >= 8))
    },
  ),
  'runner/secrets.ts placesOfBackendConfig': property(
    fc.tuple(hostileText, hostileText),
    ([value, other]) => {
      const lines = [
        `password=canary${value}`,
        `address=https://u:canary@host/${other}`,
        `address=https://h/?canary${value}`,
      ]
      for (const place of placesOfBackendConfig(lines))
        assert.ok(!place.startsWith('password') && !/canary/.test(place.split('/').slice(0, 3).join('/')))
    },
  ),
  'runner/given-values.ts writtenValues': property(fc.tuple(hostileText, hostileText), ([text, other]) => {
    const found = writtenValues(
      `a = ${JSON.stringify(text)}\nb = <<EOT\n${other.replaceAll('EOT', '')}\nEOT\nc = "last"`,
    )
    assert.ok(found.includes(text))
    assert.equal(found.at(-1), 'last')
  }),
  'runner/log.ts createLog': property(fc.tuple(hostileText, hostileText), ([text, other]) => {
    assert.deepEqual(
      commandsIn(
        linesOfLog((log) => {
          log.say(text + other)
        }),
      ),
      [],
    )
    const masks = linesOfLog((log) => {
      log.mask(`0123456789${text}`)
    })
    assert.ok(masks.every((each) => each === '' || each.startsWith('::add-mask::')))
    const place = { title: text, file: other, line: 1 }
    assert.equal(
      linesOfLog((log) => {
        log.annotate('error', text + other, place)
      }).length,
      2,
    )
  }),
  'retry/duration.ts parseDuration': parses(parseDuration, ['1h30m', '1.5s', '300ms'], isMilliseconds),
  'retry/duration.ts parseAge': parses(parseAge, ['7d', '1d12h'], isMilliseconds),
  'retry/duration.ts renderDuration': property(
    fc.oneof(fc.double({ noNaN: true, min: -1e12, max: 1e12 }), fc.integer()),
    (ms) => {
      assert.match(renderDuration(ms), /^\d+ (?:ms|s|min|h|d)(?: \d+ (?:s|min|h))?$/)
    },
  ),
  'retry/credential-life.ts parseExpiration': parses(
    parseExpiration,
    ['2026-08-22T11:12:12Z', '"2026-08-22T13:12:12.5+02:00"'],
    Number.isFinite,
  ),
}
