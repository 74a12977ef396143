import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'

import { InvalidInputsError } from '../../src/errors.ts'
import { inputDefaults, parseInputs, type Inputs } from '../../src/runner/inputs.ts'
import { unicodeText } from '../support/unicode-text.ts'

let root = ''
let workspace = ''
let temp = ''

beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'lockstep-inputs-')))
  workspace = join(root, 'work', 'infra')
  temp = join(root, 'temp')
  mkdirSync(join(workspace, 'app', 'sub'), { recursive: true })
  mkdirSync(join(workspace, '..odd'))
  mkdirSync(join(root, 'work', 'infra-other'))
  mkdirSync(temp)
  for (const file of ['app.tfplan', 'app/prod.tfvars', 'app/backend.hcl', 'app/sub/x=y.hcl', 'top.tfvars']) {
    writeFileSync(join(workspace, file), '')
  }
  writeFileSync(join(temp, 'saved.tfplan'), '')
  symlinkSync(join(workspace, 'app'), join(workspace, 'link-inside'))
  symlinkSync(temp, join(workspace, 'link-outside'))
  symlinkSync(join(workspace, 'nowhere'), join(workspace, 'link-broken'))
})

afterAll(() => {
  rmSync(root, { recursive: true, force: true })
})

type Given = Readonly<Record<string, string>>
const digest = '0123456789abcdef'.repeat(4)

/** The environment that the runner makes of a `with:`; `AWS_…`, `GITHUB_…`, `RUNNER_…` and `TF_…` are variables of the job. */
function environment(given: Given): Record<string, string> {
  const isVariable = /^(?:AWS|GITHUB|RUNNER|TF)_/
  const entries = Object.entries(given).map(([name, value]): [string, string] => {
    return [isVariable.test(name) ? name : `INPUT_${name.toUpperCase()}`, value]
  })
  const variables = Object.fromEntries(entries)
  return { GITHUB_WORKSPACE: workspace, RUNNER_TEMP: temp, ...variables }
}

function parse(given: Given = {}): Inputs {
  return parseInputs(environment(given))
}

function problemsOf(given: Given): readonly string[] {
  try {
    parse(given)
  } catch (error) {
    if (error instanceof InvalidInputsError) return error.problems
    throw error
  }
  return []
}

function expectOneProblem(given: Given, ...parts: readonly string[]): void {
  const problems = problemsOf(given)
  expect(problems).toHaveLength(1)
  for (const part of parts) expect(problems[0]).toContain(part)
}

const app: Given = { 'working-directory': 'app' }
const unlock: Given = { command: 'unlock', 'lock-id': 'the-lock', reason: 'it was left behind' }

test('without any input there are the defaults, `auto` resolved', () => {
  expect(parse()).toEqual({
    command: 'plan',
    workspaceRoot: workspace,
    tempDirectory: temp,
    workingDirectory: workspace,
    workingDirectories: [workspace],
    stateAddress: undefined,
    workspace: undefined,
    createWorkspace: false,
    executable: undefined,
    init: true,
    backendConfig: [],
    varFiles: [],
    initArguments: [],
    planArguments: [],
    applyArguments: [],
    destroy: false,
    refreshOnly: false,
    lock: true,
    lockTimeoutMs: 600_000,
    onContention: 'wait',
    annotateLock: true,
    recoverLock: 'own-run',
    allowUnlockedBackend: false,
    cancelGraceMs: 180_000,
    lockId: '',
    reason: '',
    force: false,
    planStore: 'auto',
    artifactRetentionDays: 7,
    maximumPlanAgeMs: 7 * 24 * 3_600_000,
    planEncryptionKey: undefined,
    requiredApprovals: 0,
    planFile: undefined,
    planDigest: undefined,
    applyPolicy: 'reviewed',
    githubToken: undefined,
    comment: 'auto',
    commentKey: '',
    pullRequest: undefined,
    credentialExpiration: undefined,
    minimumCredentialLifeMs: 900_000,
    concurrencyCheck: 'warn',
    auditFailOn: 'fail',
    failOnDrift: false,
    stateVersion: undefined,
    repairDigest: false,
    matrix: undefined,
    jobWorkflowRef: '',
    jobWorkflowSha: '',
    jobId: null,
    notices: [],
    debugNotes: [],
  })
})

test.each(Object.entries(inputDefaults))('an empty `%s` and its default %j mean the same', (name, value) => {
  expect(parse({ [name]: '' })).toEqual(parse())
  expect(parse({ [name]: ' \n\t' })).toEqual(parse())
  // The runner gives what an expression comes to; outside of GitHub that is nothing.
  if (!value.startsWith('${{')) expect(parse({ [name]: value })).toEqual(parse())
})

test('the defaults that are expressions are those of the token and of the job', () => {
  const expressions = Object.entries(inputDefaults).filter(([, value]) => value.startsWith('${{'))
  expect(Object.fromEntries(expressions)).toEqual({
    'github-token': '${{ github.token }}',
    'job-id': '${{ job.check_run_id }}',
    matrix: '${{ toJSON(matrix) }}',
    'job-workflow-ref': '${{ job.workflow_ref }}',
    'job-workflow-sha': '${{ job.workflow_sha }}',
  })
})

describe('when the credentials end', () => {
  const at = Date.parse('2026-08-22T11:12:12Z')
  const variable = (value: string): Given => ({ AWS_CREDENTIAL_EXPIRATION: value })

  test('is told by the input, in the form in which configure-aws-credentials writes it', () => {
    expect(parse({ 'credential-expiration': '"2026-08-22T11:12:12.000Z"' })).toMatchObject({
      credentialExpiration: { at, source: 'credential-expiration' },
    })
  })

  test('is told by the variable of the AWS CLI where the input is empty', () => {
    const credentialExpiration = { at, source: 'AWS_CREDENTIAL_EXPIRATION' }
    expect(parse(variable('2026-08-22T11:12:12+00:00'))).toMatchObject({ credentialExpiration })
    const given = { 'credential-expiration': '2026-08-22T12:00:00Z', ...variable('2026-08-22T11:12:12Z') }
    expect(parse(given).credentialExpiration?.source).toBe('credential-expiration')
  })

  test('is not known where the variable holds something else, which is a note for debugging', () => {
    const { credentialExpiration, debugNotes } = parse(variable('soon\u001b[31m'))
    expect(credentialExpiration).toBeUndefined()
    expect(debugNotes).toEqual([expect.stringContaining('"soon\\u{1b}[31m"')])
    expect(parse(variable(' ')).debugNotes).toEqual([])
  })
})

test('white space around a value is dropped', () => {
  expect(parse({ command: ' status\n', 'lock-timeout': '\t5m ' })).toMatchObject({
    command: 'status',
    lockTimeoutMs: 300_000,
  })
})

describe('right values', () => {
  const token = { githubToken: 'ghs_16C7e42F292c6912E7710c838347Ae178B4a' }

  test.each<[string, string, Partial<Inputs>, Given?]>([
    ...(['plan', 'apply', 'status', 'wait'] as const).map((command): [string, string, Partial<Inputs>] => [
      'command',
      command,
      { command },
    ]),
    ['workspace', 'default', { workspace: 'default' }],
    ['workspace', 'a-B_3.~$&+:=@', { workspace: 'a-B_3.~$&+:=@' }],
    ['executable', 'tofu', { executable: 'tofu' }],
    ['executable', '/opt/my tools/terraform', { executable: '/opt/my tools/terraform' }],
    [
      'state-address',
      's3://bucket/key',
      { stateAddress: { bucket: 'bucket', key: 'key' } },
      { command: 'wait' },
    ],
    ['backend-config', 'bucket=x', { backendConfig: ['bucket=x'] }],
    ['backend-config', 'a.b = "c=d"\nendpoints={}', { backendConfig: ['a.b = "c=d"', 'endpoints={}'] }],
    ['backend-config', 'backend.hcl\nkey=', { backendConfig: ['backend.hcl', 'key='] }, app],
    ['var-file', 'prod.tfvars\r\n\n # x\n../top.tfvars', { varFiles: ['prod.tfvars', '../top.tfvars'] }, app],
    ['init-args', '-upgrade\n#-x\n-lockfile=readonly', { initArguments: ['-upgrade', '-lockfile=readonly'] }],
    [
      'plan-args',
      '-var=a = "b c"\n-target\nx["#"]',
      { planArguments: ['-var=a = "b c"', '-target', 'x["#"]'] },
    ],
    ['apply-args', '  -parallelism=3  ', { applyArguments: ['-parallelism=3'] }, { command: 'apply' }],
    ['lock', 'auto', { lock: true }, { command: 'apply' }],
    ['lock', 'TRUE', { lock: true }, { command: 'status' }],
    ['lock', 'false', { lock: false }, { command: 'plan' }],
    ['lock-timeout', '0s', { lockTimeoutMs: 0 }],
    ['lock-timeout', '1h30m', { lockTimeoutMs: 5_400_000 }],
    ['on-contention', 'wait', { onContention: 'wait' }],
    ['on-contention', 'fail', { onContention: 'fail' }],
    ['on-contention', 'neutral', { onContention: 'neutral' }],
    ['annotate-lock', 'False', { annotateLock: false }],
    ['recover-lock', 'off', { recoverLock: 'off' }],
    ['command', 'unlock', { command: 'unlock' }, unlock],
    ['lock-id', 'x'.repeat(200), { lockId: 'x'.repeat(200) }, unlock],
    [
      'reason',
      'run 7 was cut off: `"checked"` <!--',
      { reason: 'run 7 was cut off: `"checked"` <!--' },
      unlock,
    ],
    ['force', 'True', { force: true }, unlock],
    ['state-address', 's3://bucket/key', { stateAddress: { bucket: 'bucket', key: 'key' } }, { ...unlock }],
    ['minimum-credential-life', '0s', { minimumCredentialLifeMs: 0 }],
    ['minimum-credential-life', '1h', { minimumCredentialLifeMs: 3_600_000 }],
    ['job-id', '41234567890', { jobId: 41234567890 }],
    ['job-id', 'not a number', { jobId: null }],
    ['job-id', '0', { jobId: null }],
    ['job-id', '${{ job.check_run_id }}', { jobId: null }],
    ['plan-digest', digest, { planDigest: digest }, { command: 'apply' }],
    ['apply-policy', 'unreviewed', { applyPolicy: 'unreviewed' }, { command: 'apply' }],
    ['github-token', 'ghs_16C7e42F292c6912E7710c838347Ae178B4a', token],
    ['github-token', ' ghs_16C7e42F292c6912E7710c838347Ae178B4a\n', token],
    ...(['auto', 'always', 'contention', 'never'] as const).map(
      (comment): [string, string, Partial<Inputs>] => ['comment', comment, { comment }],
    ),
    ['comment-key', 'blue', { commentKey: 'blue' }],
    ['comment-key', ' eu-west-1 / 青 <!-- ', { commentKey: 'eu-west-1 / 青 <!--' }],
    ['comment-key', 'x'.repeat(100), { commentKey: 'x'.repeat(100) }],
    ['pull-request', '1', { pullRequest: 1 }],
    ['pull-request', '9999999999', { pullRequest: 9_999_999_999 }],
  ])('%s: %j', (name, value, expected, others = {}) => {
    expect(parse({ ...others, [name]: value })).toMatchObject(expected)
  })

  const booleans = [
    ['create-workspace', 'createWorkspace'],
    ['init', 'init'],
    ['destroy', 'destroy'],
    ['refresh-only', 'refreshOnly'],
    ['allow-unlocked-backend', 'allowUnlockedBackend'],
  ] as const
  test.each(booleans)('%s takes the booleans of YAML 1.2', (name, field) => {
    for (const word of ['true', 'True', 'TRUE']) expect(parse({ [name]: word })[field]).toBe(true)
    for (const word of ['false', 'False', 'FALSE']) expect(parse({ [name]: word })[field]).toBe(false)
  })
})

describe('wrong values', () => {
  const booleanNames = [
    'create-workspace',
    'init',
    'destroy',
    'refresh-only',
    'allow-unlocked-backend',
    'force',
  ]
  const notBooleans = ['yes', 'no', 'on', '0', '1', 'tRue', 't', 'null', 'true false']

  test.each<[string, string, string, Given?]>([
    ...['Plan', 'plan apply', 'destroy', 'Unlock', 'Drift', 'check', '-plan'].map(
      (value): [string, string, string] => [
        'command',
        value,
        'expected `plan`, `apply`, `status`, `wait`, `unlock`, `drift`, `audit`, or `restore`',
      ],
    ),
    ...booleanNames.flatMap((name) =>
      notBooleans.map((value): [string, string, string] => [name, value, 'expected `true` or `false`']),
    ),
    ...['yes', 'Auto', 'no', '0'].map((value): [string, string, string] => [
      'lock',
      value,
      'expected `auto`, `true` or `false`',
    ]),
    ...['10', '-5m', '7d', 'soon', '5 m'].map((value): [string, string, string] => [
      'lock-timeout',
      value,
      'expected a duration such as `90s`',
    ]),
    ['lock-timeout', '9999999h', 'less than 292 years'],
    ['minimum-credential-life', '15', 'expected a duration such as `90s`'],
    ...['2026-08-22T11:12:12', 'in an hour', '3600'].map((value): [string, string, string] => [
      'credential-expiration',
      value,
      'expected a time with its zone, such as `2026-08-22T11:12:12Z`',
    ]),
    ['on-contention', 'retry', 'expected `auto`, `wait`, `fail`, or `neutral`'],
    ['recover-lock', 'true', 'expected `own-run` or `off`'],
    ...[digest.slice(1), `${digest}0`, digest.toUpperCase(), 'sha256:0123'].map(
      (value): [string, string, string] => ['plan-digest', value, 'expected the 64 hex digits'],
    ),
    ['apply-policy', 'auto', 'expected `reviewed` or `unreviewed`'],
    ['plan-store', 'gcs', 'expected `auto`, `s3`, `artifact`, or `none`'],
    ...['0', '401', '7d', '-1', '1.5'].map((value): [string, string, string] => [
      'artifact-retention-days',
      value,
      'expected a whole number from 1 to 400',
    ]),
    ...['7', '-1d', '1w', 'd', '12h1d'].map((value): [string, string, string] => [
      'maximum-plan-age',
      value,
      'expected an age such as `7d`',
    ]),
    ...['-1', '101', 'one'].map((value): [string, string, string] => [
      'required-approvals',
      value,
      'expected a whole number from 0 to 100',
    ]),
    ...['true', 'Always', 'off', 'auto never'].map((value): [string, string, string] => [
      'comment',
      value,
      'expected `auto`, `always`, `contention`, or `never`',
    ]),
    ['comment-key', 'a\nb', 'expected one line'],
    ['comment-key', 'a\u001b[31m', 'expected one line'],
    ...['0', '-1', '042', '#42', '42.0', '4e1', '4 2', '10000000000', 'refs/pull/42/merge'].map(
      (value): [string, string, string] => ['pull-request', value, "expected a pull request's number"],
    ),
    ...['a/b', 'a b', 'a?', 'a%20', 'ä', 'a;b', 'a,b', '"a"', 'a\nb'].map(
      (value): [string, string, string] => ['workspace', value, "expected a workspace's name"],
    ),
    ['executable', 'terraform\n-x', 'expected one line'],
    ['working-directory', 'a\nb', 'expected one line'],
    ['plan-file', 'a\tb', 'expected one line', { command: 'apply' }],
    ['working-directory', 'missing', 'which does not exist'],
    ['working-directory', 'link-broken', 'which does not exist'],
    ['working-directory', 'app.tfplan', 'which is not a folder'],
    ['working-directory', '..', 'which lies outside'],
    ['working-directory', '../infra-other', 'which lies outside'],
    ['working-directory', 'app/../../..', 'which lies outside'],
    ['working-directory', '/', 'which lies outside'],
    ['working-directory', 'link-outside', 'which lies outside'],
    ['plan-file', 'missing.tfplan', 'which does not exist', { command: 'apply' }],
    ['plan-file', 'app', 'which is not a file', { command: 'apply' }],
    ['var-file', 'missing.tfvars', 'which does not exist'],
    ['var-file', 'prod.tfvars', 'which does not exist'],
    ['var-file', 'sub', 'which is a folder', app],
    ['state-address', 'bucket/key', 'expected `s3://bucket/key`', { command: 'status' }],
    ['state-address', 's3://bucket/key?x=y', 'only `region` and `dynamodb_table`', { command: 'status' }],
  ])('%s: %j', (name, value, message, others = {}) => {
    expectOneProblem({ ...others, [name]: value }, `\`${name}\``, message)
    // A control character is escaped; what was given is quoted otherwise.

    if (!/[\0-\x1f]/.test(value)) expectOneProblem({ ...others, [name]: value }, `"${value}"`)
  })

  test.each<[string, string, number, string]>([
    ...['init-args', 'plan-args', 'apply-args'].flatMap((name): [string, string, number, string][] => [
      [name, '-lock=false', 1, 'the input `lock`'],
      [name, '-no-color\n\n#\n--lock-timeout=5m', 4, 'the input `lock-timeout`'],
      [name, '-out=x', 1, 'the output `plan-file`'],
      [name, '-input=true', 1, 'Lockstep always sets it'],
      [name, '-json', 1, 'the output `plan-json-file`'],
      [name, '-chdir=x', 1, 'the input `working-directory`'],
      [name, '-auto-approve', 1, '`apply-policy: unreviewed`'],
      [name, '-detailed-exitcode', 1, 'Lockstep sets it'],
      [name, '-state=x', 1, 'configure a backend'],
      [name, '-backend=false', 1, 'the backend says where the lock is'],
      [name, '-no-color\nevil.tfplan', 2, 'not an option'],
    ]),
    ['plan-args', '-destroy', 1, 'the input `destroy`'],
    ['plan-args', '-refresh-only', 1, 'the input `refresh-only`'],
    ['backend-config', 'missing.hcl', 1, '`key=value`, or a file that exists'],
    ['backend-config', 'bucket=x\n\nsub', 3, '`key=value`, or a file that exists'],
    ['backend-config', '=x', 1, '`key=value`, or a file that exists'],
    ['backend-config', 'a b=x', 1, '`key=value`, or a file that exists'],
    ['backend-config', 'sub/x=y.hcl', 1, '`key=value`, or a file that exists'],
  ])('%s: %j', (name, value, line, message) => {
    expectOneProblem({ ...app, [name]: value }, `\`${name}\`, line ${String(line)}: `, message)
  })

  test('a value is cut at 100 characters, and what cannot be seen is escaped', () => {
    expectOneProblem({ command: 'x'.repeat(101) }, `"${'x'.repeat(100)}…"`)
    expectOneProblem(
      { command: 'a\u001b[31m\n::warning::\u202e\u2028' },
      '"a\\u{1b}[31m\\u{a}::warning::\\u{202e}"',
    )
    expect(problemsOf({ command: '🔒'.repeat(101) })[0]).toContain(`"${'🔒'.repeat(100)}…"`)
  })

  test('a key of 101 characters is too long for each comment', () => {
    expectOneProblem({ 'comment-key': 'x'.repeat(101) }, '`comment-key`', 'at most 100 characters')
  })

  test('any text in any input is read or refused, and never a defect', () => {
    const name = fc.constantFrom(...Object.keys(inputDefaults))
    fc.assert(
      fc.property(name, unicodeText(), (input, value) => {
        const problems = problemsOf({ [input]: value })

        expect(problems.join('')).not.toMatch(/[\0-\x1f\u202a-\u202e]/)
      }),
    )
  })
})

describe('places', () => {
  test('the working directory may be reached through a symlink, absolutely, or have dots in its name', () => {
    expect(parse({ 'working-directory': 'link-inside/sub' }).workingDirectory).toBe(
      join(workspace, 'app', 'sub'),
    )
    expect(parse({ 'working-directory': join(workspace, 'app') }).workingDirectory).toBe(
      join(workspace, 'app'),
    )
    expect(parse({ 'working-directory': '..odd' }).workingDirectory).toBe(join(workspace, '..odd'))
  })

  test('the workspace may be a symlink itself', () => {
    const link = join(root, 'link-workspace')
    symlinkSync(workspace, link)
    expect(parse({ GITHUB_WORKSPACE: link, 'working-directory': 'app' })).toMatchObject({
      workspaceRoot: workspace,
      workingDirectory: join(workspace, 'app'),
    })
  })

  test('a plan file is absolute, or relative to the workspace and not to the working directory', () => {
    const inputs = { ...app, command: 'apply' }
    expect(parse({ ...inputs, 'plan-file': 'app.tfplan' }).planFile).toBe(join(workspace, 'app.tfplan'))
    const saved = join(temp, 'saved.tfplan')
    expect(parse({ ...inputs, 'plan-file': saved }).planFile).toBe(saved)
  })

  test.each(['GITHUB_WORKSPACE', 'RUNNER_TEMP'])('without %s there is a problem', (variable) => {
    expectOneProblem({ [variable]: '' }, `\`${variable}\` is not set`)
    expectOneProblem({ [variable]: join(root, 'missing') }, `\`${variable}\` is "`, 'not a folder')
  })
})

describe('inputs together', () => {
  const apply: Given = { command: 'apply' }
  const saved: Given = { command: 'apply', 'plan-file': 'app.tfplan' }
  const address = 's3://bucket/key'

  test.each<[string, Given, string]>([
    ['an address to plan', { 'state-address': address }, '`state-address` is only for'],
    ['an address to apply', { ...apply, 'state-address': address }, '`state-address` is only for'],
    [
      'an address and a workspace',
      { command: 'status', 'state-address': address, workspace: 'prod' },
      '`state-address` and `workspace`',
    ],
    [
      'an apply without the lock',
      { ...apply, lock: 'false' },
      'an apply without the lock can destroy a state',
    ],
    ['a status without the lock', { command: 'status', lock: 'false' }, '`lock` is "false": only `plan`'],
    ['a wait without the lock', { command: 'wait', lock: 'false' }, '`lock` is "false": only `plan`'],
    [
      'a status that creates a workspace',
      { command: 'status', 'create-workspace': 'true' },
      '`create-workspace` is "true": only `plan` and `apply` accept that',
    ],
    [
      'a wait that creates a workspace',
      { command: 'wait', 'create-workspace': 'true' },
      '`create-workspace` is "true": only `plan` and `apply` accept that',
    ],
    ['an unlock without the lock', { ...unlock, lock: 'false' }, '`lock` is "false": only `plan`'],
    [
      'an unlock that creates a workspace',
      { ...unlock, 'create-workspace': 'true' },
      '`create-workspace` is "true": only `plan` and `apply` accept that',
    ],
    ['an audit without the lock', { command: 'audit', lock: 'false' }, '`lock` is "false": only `plan`'],
    ['a restore without the lock', { command: 'restore', lock: 'false' }, 'brings a state back without'],
    ['a restore of an address', { command: 'restore', 'state-address': address }, '`state-address` is only'],
    [
      'a drift that creates',
      { command: 'drift', 'create-workspace': 'true' },
      '`create-workspace` is "true"',
    ],
    ['a drift to destroy', { command: 'drift', destroy: 'true' }, '`destroy` is "true": `drift` looks for'],
    ['folders to plan', { 'working-directories': 'app' }, 'is only for the command `audit`'],
    ['a plan that fails on drift', { 'fail-on-drift': 'true' }, 'is only for the command `drift`'],
    ['a version to apply', { ...apply, 'state-version': 'v1' }, 'is only for the command `restore`'],
    ['a digest to plan', { 'repair-digest': 'true' }, 'is only for the command `restore`'],
    [
      'a version and a digest',
      { command: 'restore', 'state-version': 'v1', 'repair-digest': 'true' },
      '`state-version` and `repair-digest` are both given',
    ],
    [
      'a folder and folders',
      { ...app, command: 'audit', 'working-directories': 'app' },
      '`working-directory` and `working-directories` are both given',
    ],
    [
      'folders of which one is missing',
      { command: 'audit', 'working-directories': '# all\napp\nnowhere' },
      '`working-directories`, line 3, is "nowhere", which does not exist',
    ],
    ['an unlock of any lock', { ...unlock, 'lock-id': '' }, '`lock-id` is missing'],
    ['an unlock for no reason', { ...unlock, reason: ' ' }, '`reason` is missing'],
    ['a lock ID to plan', { 'lock-id': 'the-lock' }, '`lock-id` is only for the command `unlock`'],
    ['a reason to wait', { command: 'wait', reason: 'why' }, '`reason` is only for the command `unlock`'],
    ['force to apply', { ...apply, force: 'true' }, '`force` is only for the commands'],
    ['a lock ID that is too long', { ...unlock, 'lock-id': 'x'.repeat(201) }, 'at most 200 characters'],
    ['a lock ID of two lines', { ...unlock, 'lock-id': 'a\nb' }, 'expected one line'],
    ['a reason that is too long', { ...unlock, reason: 'x'.repeat(501) }, 'at most 500 characters'],
    ['a reason of two lines', { ...unlock, reason: 'a\nb' }, 'expected one line'],
    ['both modes of a plan', { destroy: 'true', 'refresh-only': 'true' }, '`destroy` and `refresh-only`'],
    [
      'a plan of an approved plan',
      { 'plan-digest': digest },
      '`plan-digest` is only for the command `apply`',
    ],
    [
      'a status of an approved plan',
      { command: 'status', 'plan-digest': digest },
      'is the output `plan-digest`',
    ],
    [
      'an unreviewed apply of an approved plan',
      { ...apply, 'apply-policy': 'unreviewed', 'plan-digest': digest },
      '`plan-digest` is about the plan that was approved',
    ],
    ['a plan of a saved plan', { 'plan-file': 'app.tfplan' }, '`plan-file` is only for the command `apply`'],
    ['a plan into a file', { 'plan-file': 'new.tfplan' }, 'is the output `plan-file`'],
    ['a status of a saved plan', { ...saved, command: 'status' }, '`plan-file` is only for'],
    ['a saved plan to destroy', { ...saved, destroy: 'true' }, '`destroy` has no effect on a saved plan'],
    ['a saved plan to refresh', { ...saved, 'refresh-only': 'true' }, '`refresh-only` has no effect'],
    ['a saved plan with options', { ...saved, 'plan-args': '-refresh=false' }, '`plan-args` has no effect'],
  ])('%s is refused', (_, given, message) => {
    expectOneProblem(given, message)
  })

  test.each<[string, Given]>([
    ['a drift without the lock', { command: 'drift', lock: 'false' }],
    ['a drift of the state only', { command: 'drift', 'refresh-only': 'true' }],
    ['a version to restore', { command: 'restore', 'state-version': 'v1' }],
    ['a saved plan and variable files', { ...saved, 'var-file': 'top.tfvars' }],
    ['an approved plan', { ...apply, 'plan-digest': digest }],
    ['an approved plan in a file', { ...saved, 'plan-digest': digest }],
    ['a saved plan that needs no record', { ...saved, 'apply-policy': 'unreviewed' }],
    ['a saved plan and arguments of apply', { ...saved, 'apply-args': '-parallelism=3' }],
    ['an unreviewed destroy', { ...apply, destroy: 'true', 'apply-policy': 'unreviewed' }],
    [
      'an unreviewed apply with options',
      { ...apply, 'plan-args': '-target=x', 'apply-policy': 'unreviewed' },
    ],
    ['an address and a folder', { ...app, command: 'wait', 'state-address': address }],
    ['a plan that creates its workspace', { workspace: 'x', 'create-workspace': 'true' }],
    ['an apply that creates its workspace', { ...apply, workspace: 'x', 'create-workspace': 'true' }],
    ['a status that creates none', { command: 'status', 'create-workspace': 'false' }],
    ['arguments of apply when planning', { 'apply-args': '-parallelism=3' }],
  ])('%s are accepted', (_, given) => {
    expect(problemsOf(given)).toEqual([])
  })

  test('a command that is not known hides no rule that needs none, and breaks none that needs one', () => {
    const given = { command: 'deploy', lock: 'false', 'state-address': address, 'plan-file': 'x' }
    expectOneProblem(given, '`command` is "deploy"')
    expect(problemsOf({ ...given, destroy: 'true', 'refresh-only': 'true' })).toHaveLength(2)
  })
})

test('a drift takes no lock and is neutral, unless something else is wanted', () => {
  expect(parse({ command: 'drift' })).toMatchObject({ lock: false, onContention: 'neutral' })
  const asked = { command: 'drift', lock: 'true', 'on-contention': 'wait' }
  expect(parse(asked)).toMatchObject({ lock: true, onContention: 'wait' })
})

test('an audit takes its folders in the order of the lines', () => {
  const folders = parse({ command: 'audit', 'working-directories': 'app/sub\n\napp' }).workingDirectories
  expect(folders).toEqual([join(workspace, 'app/sub'), join(workspace, 'app')])
})

test('a file for the backend is looked for in each folder of an audit', () => {
  const given = { command: 'audit', 'backend-config': 'backend.hcl' }
  expect(problemsOf({ ...given, 'working-directories': 'app' })).toEqual([])
  expectOneProblem({ ...given, 'working-directories': 'app\napp/sub' }, '`backend-config`, line 1')
})

describe('TF_CLI_ARGS', () => {
  test('what cannot stand is a problem', () => {
    expectOneProblem({ TF_CLI_ARGS_apply: '-auto-approve' }, '`TF_CLI_ARGS_apply` holds `-auto-approve`')
  })

  test('what is overridden is a notice', () => {
    expect(parse({ TF_CLI_ARGS_plan: '-lock-timeout=5m' }).notices).toEqual([
      '`-lock-timeout` in `TF_CLI_ARGS_plan` is overridden: use the input `lock-timeout`',
    ])
  })
})

test('all problems come in one error, each named', () => {
  const given: Given = {
    command: 'deploy',
    'working-directory': 'app',
    'create-workspace': 'yes',
    workspace: 'a/b',
    'lock-timeout': 'soon',
    'plan-args': '-lock=false\nfolder',
    'var-file': 'missing.tfvars\nprod.tfvars\nother.tfvars',
    'backend-config': 'missing.hcl',
    destroy: 'true',
    'refresh-only': 'true',
    TF_CLI_ARGS: '-out=x',
  }
  expect(() => parse(given)).toThrow(InvalidInputsError)
  const problems = problemsOf(given)
  expect(problems).toHaveLength(11)
  const named = ['`command`', '`workspace`', '`create-workspace`', '`lock-timeout`', '`destroy` and']
  const files = ['`plan-args`, line 1', '`plan-args`, line 2', '`TF_CLI_ARGS`']
  const last = ['`var-file`, line 1', '`var-file`, line 3', '`backend-config`, line 1']
  expect(
    problems.map((problem, index) => problem.startsWith([...named, ...files, ...last][index] ?? '?')),
  ).toEqual(problems.map(() => true))
})

test('no secret is repeated in a problem', () => {
  const secret = 'hunter2hunter2'
  const given: Given = {
    'backend-config': `access_key=${secret}\n${secret}\n${secret} x=y\n=${secret}`,
    'init-args': `-backend-config=secret_key=${secret}\n${secret}`,
    'plan-args': `-var=password=${secret}\n${secret}\n-state=${secret}`,
    'apply-args': `-auto-approve=${secret}`,
    TF_CLI_ARGS_plan: `-var=password=${secret} -out=${secret}`,
    TF_CLI_ARGS_apply: `-var "password=${secret}`,
    'github-token': `${secret}\n${secret}`,
    'plan-encryption-key': secret,
  }
  const problems = problemsOf(given)
  expect(problems).toHaveLength(11)
  expect(problems.join('\n')).not.toContain(secret)
})
