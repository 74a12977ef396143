import assert from 'node:assert/strict'
import fc from 'fast-check'
import { describeFailure, unknownFromError } from '../../src/backend/read-failure.ts'
import { backendFromAddress } from '../../src/backend/resolve.ts'
import { parseS3Config } from '../../src/backend/s3-config.ts'
import { describeOtherCode } from '../../src/commands/keep-issue.ts'
import { describeCommentFailure } from '../../src/commands/pull-request.ts'
import { describeFound } from '../../src/commands/reviewed-plan.ts'
import { renderLaptopStatus } from '../../src/commands/laptop-status.ts'
import { describeFree } from '../../src/report/free-text.ts'
import { eventFromPayload } from '../../src/runner/workflow-event.ts'
import {
  checkArguments,
  checkCliArgsEnvironment,
  findOwnedArgument,
} from '../../src/terraform/arguments-policy.ts'
import { parseHumanErrors } from '../../src/terraform/human-errors.ts'
import { splitShellWords } from '../../src/terraform/shell-words.ts'
import { describeStateError } from '../../src/terraform/stored-state.ts'
import { evaluateText, isDifferentWith, isNeverTrue, referencesIn } from '../../src/workflow/expression.ts'
import { contextsOfPush, contextsOfRun } from '../../src/workflow/run-contexts.ts'
import { parseWorkflow } from '../../src/workflow/workflow-file.ts'
import { placeFromUses, placeFromWorkflowRef } from '../../src/workflow/workflow-place.ts'
import { readYaml } from '../../src/workflow/yaml-reader.ts'
import { readFixture } from '../support/fixture.ts'
import { systemClock } from '../../src/runner/system.ts'
import { holder } from '../support/fake-lock.ts'
import { holderRunOf } from '../support/hostile-pages.ts'
import { anyJson, damaged, fieldsOf, hostileText, mutationsOf } from '../support/hostile-values.ts'
import { assertPlainLine, unlessRefused } from '../support/promises.ts'
import { property, type Properties } from '../support/properties.ts'
import { digestKey, reviewedPlan } from '../support/reviewed-plan.ts'

const workflows = mutationsOf(
  ...['bad-everything', 'good-alias', 'bad-matrix', 'bad-two-levels-down', 'bad-cancels-by-expression'].map(
    (name) => readFixture(`workflows/${name}.yml`),
  ),
  'jobs: &a\n  b: *a\n',
  'jobs: {a: {steps: [&x {uses: y, with: {command: apply}}, *x]}}',
)
const expressions = mutationsOf(
  "terraform-${{ github.ref }}-${{ format('{0}', github.event.number) }}",
  "${{ github.event_name == 'pull_request' && !contains(fromJSON('[1]'), 1) }}",
)
const contexts = contextsOfRun({ GITHUB_REF: 'refs/heads/main', GITHUB_EVENT_NAME: 'push' }, { number: 1 })
const humanErrors = mutationsOf(
  ...[
    'init-broken-hcl',
    'init-two-modules',
    'init-missing-bucket',
    'human-contention',
    'state-push-locked',
    'init-unreadable-modules',
  ].map((name) => readFixture(`${name}.txt`)),
)
const canary = 'canary0123456789'
const given = mutationsOf(
  `-var=a=${canary}`,
  `-state=${canary}`,
  `-lock=${canary}`,
  `-out=${canary}`,
  canary,
  '-target',
  '--upgrade',
)
const sdkErrors = fc
  .tuple(hostileText, hostileText, fc.constantFrom(undefined, 403, 404, 500))
  .map(([name, message, httpStatusCode]) =>
    Object.assign(new Error(message), { name, $metadata: { httpStatusCode } }),
  )
const s3Config = damaged({
  bucket: 'tfstate',
  key: 'a',
  region: 'eu',
  endpoints: [{ s3: 'http://127.0.0.1' }],
  assume_role: [{ role_arn: 'x' }],
  use_lockfile: true,
  max_retries: 3,
  workspace_key_prefix: 'env:',
})

function assertNoCanary(text: string): void {
  assert.ok(!text.includes(canary), text)
}

export const surroundingProperties: Properties = {
  'terraform/human-errors.ts parseHumanErrors': property(fc.oneof(humanErrors, hostileText), (text) => {
    for (const { summary, detail, range, snippet, address } of parseHumanErrors(text)) {
      assert.ok(!summary.includes('\n') && !detail.includes('\r'))
      assert.ok(range === undefined || (Number.isSafeInteger(range.start.line) && range.filename !== ''))
      assert.ok(snippet === undefined || Number.isSafeInteger(snippet.startLine))
      assert.ok(!(address ?? '').includes('\n'))
    }
  }),
  'terraform/stored-state.ts describeStateError': property(fc.oneof(humanErrors, hostileText), (text) => {
    assertPlainLine(describeStateError(text, 0), 4_500)
    assert.notEqual(describeStateError(text, 0), '')
  }),
  'terraform/shell-words.ts splitShellWords': property(
    fc.oneof(hostileText, mutationsOf(`-var='a b' -out="c\\"d" -lock=false`)),
    (text) => {
      const words = splitShellWords(text) ?? []
      assert.ok(words.join('').length <= text.length)
    },
  ),
  'terraform/arguments-policy.ts findOwnedArgument': property(given, (text) => {
    const owned = findOwnedArgument(text)
    assert.match(owned?.argument ?? '-lock', /^-[A-Za-z][\w-]*$/)
    if (/=.*canary/s.test(text)) assertNoCanary(owned?.sentence ?? '')
  }),
  'terraform/arguments-policy.ts checkArguments': property(fc.array(given), (lines) => {
    const problems = checkArguments(lines)
    assert.ok(problems.every(({ index }) => index < lines.length))
    // Neither a NUL nor a line end ever gets into the arguments of a process.
    for (const [index, line] of lines.entries()) {
      if (/[\0\r\n]/.test(line)) assert.ok(problems.some((problem) => problem.index === index))
    }
  }),
  'terraform/arguments-policy.ts checkCliArgsEnvironment': property(
    fc.tuple(given, hostileText),
    ([text, other]) => {
      const { problems, notices } = checkCliArgsEnvironment({
        TF_CLI_ARGS: `-var=a=${canary} ${other}`,
        TF_CLI_ARGS_plan: text.replaceAll(canary, 'x'),
      })
      for (const sentence of [...problems, ...notices]) assertNoCanary(sentence)
    },
  ),
  'workflow/workflow-file.ts parseWorkflow': property(workflows, (text) => {
    try {
      for (const { id, line, steps } of parseWorkflow(text).jobs) {
        assert.ok(typeof id === 'string' && line >= 1)
        assert.ok(
          steps?.every(({ stateTexts }) => stateTexts.every((each) => typeof each === 'string')) ?? true,
        )
      }
    } catch (error) {
      assert.ok(
        error instanceof Error && /^it (?:is no YAML|has no jobs)/.test(error.message),
        String((error as Error).stack),
      )
    }
  }),
  'workflow/yaml-reader.ts readYaml': property(workflows, (text) => {
    const yaml = unlessRefused(Error, () => readYaml(text))
    if (yaml === undefined) return
    const { reader, contents } = yaml
    unlessRefused(Error, () => reader.fields(contents))
    for (const item of reader.items(contents)) reader.isMapping(item)
    assert.ok(reader.texts(contents).every((each) => typeof each === 'string'))
  }),
  'workflow/workflow-place.ts placeFromWorkflowRef': property(
    mutationsOf('acme/infra/.github/workflows/a.yml@refs/heads/main'),
    (text) => {
      const place = placeFromWorkflowRef(text)
      if (place !== undefined) assert.equal(`${place.repository}/${place.path}@${place.ref}`, text)
    },
  ),
  'workflow/workflow-place.ts placeFromUses': property(
    mutationsOf('./.github/workflows/a.yml', 'acme/infra/.github/workflows/a.yml@v1'),
    (text) => {
      const place = placeFromUses(text, { repository: 'a/b', path: 'c.yml', ref: 'd' })
      assert.ok(place === undefined || /\.ya?ml$/.test(place.path))
    },
  ),
  'workflow/expression.ts evaluateText': property(fc.oneof(expressions, hostileText), (text) => {
    const value = evaluateText(text, contexts.run)
    assert.ok(value === undefined || typeof value === 'string')
    if (!text.includes('${{')) assert.equal(value, text)
  }),
  'workflow/expression.ts isDifferentWith': property(expressions, (text) => {
    assert.equal(isDifferentWith(text, contexts.run, contexts.run), false)
  }),
  'workflow/expression.ts isNeverTrue': property(expressions, (text) => {
    assert.equal(typeof isNeverTrue(text, contexts.run), 'boolean')
  }),
  'workflow/expression.ts referencesIn': property(expressions, (text) => {
    for (const name of referencesIn(text)) assert.match(name, /^[a-z_][\w-]*(?:\.[a-z_][\w-]*)+$/)
  }),
  'workflow/run-contexts.ts contextsOfRun': property(
    fc.tuple(hostileText, fieldsOf('number', 'pull_request', 'head_commit', 'issue', 'ref')),
    ([text, event]) => {
      const { run, otherRun } = contextsOfRun({ GITHUB_REF: text, GITHUB_EVENT_NAME: text }, event)
      assert.ok('github' in run && 'github' in otherRun)
    },
  ),
  'workflow/run-contexts.ts contextsOfPush': property(fieldsOf('repository'), (event) => {
    assert.equal(evaluateText('${{ github.event_name }}', contextsOfPush({}, event).run), 'push')
  }),
  'backend/s3-config.ts parseS3Config': property(s3Config, (config) => {
    const fields = typeof config === 'object' && config !== null ? (config as Record<string, unknown>) : {}
    const parsed = parseS3Config(fields, 'prod', {}, '/folder')
    for (const text of [parsed.bucket, parsed.statePath, ...parsed.unsupported])
      assert.equal(typeof text, 'string')
  }),
  'backend/resolve.ts backendFromAddress': property(hostileText, (text) => {
    const backend = backendFromAddress(
      { bucket: 'tfstate', key: `a${text}z` },
      { env: {}, clock: systemClock, workspaceRoot: '/' },
    )
    assert.equal(backend.lockPath, `tfstate/a${text}z`)
    assert.doesNotMatch(backend.address, /\p{Cc}/u)
  }),
  'backend/read-failure.ts unknownFromError': property(sdkErrors, (error) => {
    const reading = unknownFromError(error, 'it')
    assertPlainLine(reading.kind === 'unknown' ? reading.reason : '', 500)
    assert.equal(reading.kind, 'unknown')
  }),
  'backend/read-failure.ts describeFailure': property(fc.oneof(sdkErrors, anyJson), (error) => {
    assertPlainLine(describeFailure(error), 300)
  }),
  'commands/keep-issue.ts describeOtherCode': property(
    fc.tuple(hostileText, fieldsOf('repository')),
    ([ref, payload]) => {
      const told = describeOtherCode({
        event: eventFromPayload('push', payload, ''),
        env: { GITHUB_REF: ref },
      })
      assertPlainLine(told ?? '', 600)
    },
  ),
  'commands/pull-request.ts describeCommentFailure': property(
    fc.tuple(hostileText, fc.constantFrom(undefined, 403, 404, 500)),
    ([message, refusal]) => {
      const { text } = describeCommentFailure({ message, refusal }, eventFromPayload('push', {}, ''))
      assert.ok(text.endsWith('The same text stands in the job summary.'))
    },
  ),
  'commands/reviewed-plan.ts describeFound': property(
    fc.tuple(fc.option(fc.nat(), { nil: undefined }), fc.integer()),
    ([pullRequest, now]) => {
      const plan = reviewedPlan(digestKey())
      const found = { plan, pullRequest, storedAt: 0, commit: '', store: undefined, id: undefined }
      assertPlainLine(describeFound(found as unknown as Parameters<typeof describeFound>[0], now), 200)
    },
  ),
  'commands/laptop-status.ts renderLaptopStatus': property(
    fc.tuple(hostileText, hostileText, fc.constantFrom('held', 'free', 'unknown')),
    ([text, other, kind]) => {
      const status = {
        stateAddress: text,
        held: kind === 'unknown' ? null : kind === 'held',
        holder: kind === 'held' ? { ...holder('x'), who: text, info: other, run: holderRunOf(other) } : null,
        reason: kind === 'unknown' ? text : '',
      }
      const target = { folder: '/', stateAddress: undefined, workspace: undefined }
      for (const line of renderLaptopStatus(status, target)) assertPlainLine(line, 4_000)
    },
  ),
  'report/free-text.ts describeFree': property(fc.option(hostileText, { nil: undefined }), (region) => {
    const address = region === undefined ? undefined : { bucket: 'a', key: region, region }
    assertPlainLine(describeFree({ stateAddress: address }), 300)
  }),
}
