import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { checkArgumentInputs, checkInputRules } from '../src/runner/input-rules.ts'
import { inputDefaults, parseInputValues } from '../src/runner/input-table.ts'
import {
  calledFile,
  evaluate,
  evaluateText,
  ourAction,
  readWorkflowFile,
  root,
  tokenAt,
  workflowFiles,
  workflowOf,
  type Job,
  type Step,
} from './support/workflow-files.ts'

const file = readWorkflowFile('.github/workflows/terraform.yml')
const { on, jobs } = workflowOf(file)
const { inputs, secrets } = on.workflow_call!
const isOurs = ({ uses }: Step): boolean => uses?.startsWith('OWNER/lockstep@') === true
const stepsOf = (id: string): readonly Step[] => jobs[id]?.steps ?? []
const oursOf = (id: string): readonly Step[] => stepsOf(id).filter(isOurs)
const scriptOf = (id: string, name: string): Step => {
  const step = stepsOf(id).find((each) => each.name === name)
  if (step === undefined) throw new Error(`the job ${id} has no step "${name}"`)
  return step
}

type Values = Readonly<Record<string, unknown>>
const defaults: Values = Object.fromEntries(
  Object.entries(inputs).map(([name, input]) => [name, input.default]),
)
const group = 'lockstep-0123456789abcdef'
const digest = '0123456789abcdef'.repeat(4)

const repository = { full_name: 'acme/infra', default_branch: 'main' }
const pullRequest = { number: 3, head: { repo: { full_name: 'acme/infra' } } }
const pullRequestEvent = {
  event_name: 'pull_request',
  ref: 'refs/pull/3/merge',
  event: { repository, pull_request: pullRequest },
}
const pushEvent = { event_name: 'push', ref: 'refs/heads/main', event: { repository } }

/** The contexts of a job, as far as our expressions go. */
function contextsOf(given: {
  readonly inputs?: Values
  readonly github?: Values
  readonly state?: Values
  readonly steps?: Values
}): Values {
  return {
    github: { repository: 'acme/infra', actor: 'alice', token: 'the-token', ...(given.github ?? pushEvent) },
    inputs: { ...defaults, ...given.inputs },
    needs: { state: { result: 'success', outputs: given.state ?? {} } },
    secrets: {},
    steps: given.steps ?? {},
  }
}
const valueAt = (contexts: Values, ...keys: readonly string[]): string =>
  evaluate(tokenAt(file, ...keys), contexts)
/** Whether GitHub starts a job whose needed jobs all succeeded. */
const starts = (id: string, contexts: Values): boolean =>
  evaluateText(`\${{ ${jobs[id]?.if ?? 'true'} }}`, contexts) === 'true'

describe('the inputs', () => {
  /** What would be wrong, or is told elsewhere in the workflow. */
  const notHandedOn = [
    ...['command', 'state-address', 'executable', 'init', 'lock-id', 'reason', 'force', 'plan-file'],
    ...[
      'plan-digest',
      'apply-policy',
      'github-token',
      'plan-encryption-key',
      'credential-expiration',
      'job-id',
      ...['matrix', 'job-workflow-ref', 'job-workflow-sha'],
      ...['working-directories', 'audit-fail-on', 'fail-on-drift', 'state-version', 'repair-digest'],
    ],
  ]

  test('are all those of the action that a caller may have a wish for', () => {
    const [names, known] = [Object.keys(ourAction.inputs ?? {}), Object.keys(inputs)]
    expect(names.filter((name) => !known.includes(name)).toSorted()).toEqual(notHandedOn.toSorted())
  })

  test('have the defaults of the action', () => {
    const shared = Object.entries(inputs).filter(([name]) => name in inputDefaults)
    expect(shared.length).toBeGreaterThan(20)
    for (const [name, input] of shared)
      expect([name, String(input.default)]).toEqual([name, inputDefaults[name]])
    expect(String(inputs['cancel-grace']?.default)).toBe(ourAction.inputs?.['cancel-grace']?.default)
  })

  test('and secrets are each used, and described', () => {
    const used = [...JSON.stringify(jobs).matchAll(/\b(inputs|secrets)\.([\w-]+)/g)].map(([text]) => text)
    const declared = [
      ...Object.keys(inputs).map((name) => `inputs.${name}`),
      ...Object.keys(secrets).map((name) => `secrets.${name}`),
    ]
    expect([...new Set(used)].toSorted()).toEqual(declared.toSorted())
    for (const { description = '' } of Object.values(inputs)) expect(description).toMatch(/^[A-Z].+\.$/)
  })

  const ours = ['plan', 'state', 'apply'].flatMap((id) =>
    oursOf(id).map((step): [string, Step] => [`${id}, ${step.id ?? ''}`, step]),
  )
  const variablesOf = ({ with: given = {} }: Step, contexts: Values): Record<string, string> =>
    Object.fromEntries(
      Object.entries(given).map(([name, value]) => [
        `INPUT_${name.toUpperCase()}`,
        evaluateText(String(value), contexts),
      ]),
    )

  // An empty text that is handed on takes the place of a default, so each of ours has to mean the default.
  test.each(ours)('that nobody gives are as good as left out, in the step %s', (_, step) => {
    const { values, problems } = parseInputValues(variablesOf(step, contextsOf({})))
    expect([...problems, ...checkInputRules(values), ...checkArgumentInputs(values)]).toEqual([])
    const { command } = step.with ?? {}
    const alone = parseInputValues({ INPUT_COMMAND: String(command) }).values
    const differ = Object.keys(alone).filter(
      (name) =>
        JSON.stringify(values[name as keyof typeof values]) !==
        JSON.stringify(alone[name as keyof typeof alone]),
    )
    // The plan that is made for an approval is told in the summary, where it is approved.
    expect(differ).toEqual(step.if === undefined ? [] : ['comment'])
  })

  test('arrive as they were given', () => {
    const given = {
      ...{
        workspace: 'prod',
        'backend-config': 'bucket=b\nkey=k',
        destroy: true,
        'opentofu-version': '1.12.8',
      },
      ...{ 'on-contention': 'neutral', 'required-approvals': 2, 'lock-timeout': '1h', lock: 'false' },
    }
    const contexts = contextsOf({ inputs: given, state: { 'plan-digest': digest } })
    const of = (id: string, index = 0): Record<string, string> => variablesOf(oursOf(id)[index]!, contexts)
    for (const variables of [of('plan'), of('state'), of('state', 1), of('apply')]) {
      expect(variables).toMatchObject({
        ...{ INPUT_WORKSPACE: 'prod', INPUT_DESTROY: 'true', INPUT_EXECUTABLE: 'tofu' },
        'INPUT_BACKEND-CONFIG': 'bucket=b\nkey=k',
      })
    }
    expect(of('plan')).toMatchObject({ INPUT_LOCK: 'false', 'INPUT_ON-CONTENTION': 'neutral' })
    // A plan that was not made is nothing to approve.
    expect(of('state', 1)).toMatchObject({ 'INPUT_ON-CONTENTION': 'fail', 'INPUT_LOCK-TIMEOUT': '1h' })
    expect(of('apply')).toMatchObject({
      ...{ 'INPUT_REQUIRED-APPROVALS': '2', 'INPUT_PLAN-DIGEST': digest, 'INPUT_ON-CONTENTION': 'neutral' },
    })
    expect(of('apply')).not.toHaveProperty('INPUT_LOCK')
  })

  test('that tell a plan from others are the same where it is made, shown and applied', () => {
    const which = [
      ...[
        'working-directory',
        'workspace',
        'executable',
        'backend-config',
        'var-file',
        'plan-args',
        'init-args',
      ],
      ...['destroy', 'refresh-only', 'comment-key', 'plan-store', 'plan-encryption-key'],
    ]
    const [first, ...others] = ours.map(([, step]) => which.map((name) => step.with?.[name]))
    expect(first).not.toContain(undefined)
    for (const other of others) expect(other).toEqual(first)
  })

  test('of the callers are known to it, and of its type', () => {
    const calls = workflowFiles
      .flatMap((each) => Object.values(workflowOf(each).jobs))
      .filter(({ uses }) => uses)
    for (const { with: given = {}, ...call } of calls) {
      const called = workflowOf(calledFile(call)!).on.workflow_call!.inputs
      for (const [name, value] of Object.entries(given))
        expect([name, typeof value]).toEqual([name, called[name]?.type])
    }
  })
})

describe('the groups', () => {
  const planGroup = (given: Values, number = 3): string => {
    const event = { repository, pull_request: { ...pullRequest, number } }
    const contexts = contextsOf({ inputs: given, github: { ...pullRequestEvent, event } })
    return valueAt(contexts, 'jobs', 'plan', 'concurrency', 'group')
  }
  const applyGroup = (state: Values): string =>
    valueAt(contextsOf({ state }), 'jobs', 'apply', 'concurrency', 'group')

  test('of the apply is the one of the state, one after the other and none cancelled', () => {
    expect(applyGroup({ 'concurrency-group': group })).toBe(group)
    // GitHub takes no empty name. The job before does not let it come to that.
    for (const state of [{}, { 'concurrency-group': '' }])
      expect(applyGroup(state)).toBe('lockstep-unknown-state')
    expect(jobs['apply']?.concurrency).toMatchObject({ queue: 'max', 'cancel-in-progress': false })
  })

  test('of a plan is its own for each pull request and state, and a newer one cancels it', () => {
    expect(planGroup({ 'working-directory': 'infra/app' })).toBe('lockstep-plan-3-infra/app---""')
    const wishes = [
      ...[{ 'working-directory': 'infra' }, { workspace: 'dev' }, { 'comment-key': 'dev' }],
      ...[{ 'backend-config': 'dev.s3.tfbackend' }, { 'backend-config': 'prod.s3.tfbackend\nkey=a' }],
    ]
    const groups = [...wishes.map((given) => planGroup(given)), planGroup({}), planGroup({}, 4)]
    expect(new Set(groups).size).toBe(7)
    for (const name of groups) expect(name).toMatch(/^lockstep-plan-[34]-[^\n]+$/)
    expect(jobs['plan']?.concurrency).toMatchObject({ 'cancel-in-progress': true })
    expect(jobs['plan']?.concurrency).not.toHaveProperty('queue')
  })

  test('are held by no job that waits for a person, nor around one', () => {
    expect(workflowOf(file).concurrency).toBeUndefined()
    const held = Object.keys(jobs).filter((id) => jobs[id]?.concurrency !== undefined)
    expect(held.toSorted()).toEqual(['apply', 'plan'])
  })
})

describe('the jobs that start', () => {
  const at = (github: Values, given: { inputs?: Values; state?: Values } = {}): string[] => {
    const contexts = contextsOf({ github, ...given })
    const started = Object.keys(jobs).filter((id) => starts(id, contexts))
    const needs = (id: string): readonly string[] => [jobs[id]?.needs ?? []].flat()
    return started.filter((id) => needs(id).every((needed) => started.includes(needed)))
  }
  const gate = { 'approval-environment': 'gate' }
  const applying = ['state', 'approve', 'apply']
  const fork = { ...pullRequest, head: { repo: { full_name: 'mallory/infra' } } }

  test.each<[string, Values, string[]]>([
    ['a pull request', pullRequestEvent, ['plan']],
    ['one of a fork', { ...pullRequestEvent, event: { repository, pull_request: fork } }, []],
    ['one of Dependabot', { ...pullRequestEvent, actor: 'dependabot[bot]' }, []],
    ['pull_request_target', { ...pullRequestEvent, event_name: 'pull_request_target' }, []],
    ['a merge queue', { event_name: 'merge_group', ref: 'refs/heads/main', event: { repository } }, []],
    ['a push to main', pushEvent, applying],
    ['a run by hand on main', { ...pushEvent, event_name: 'workflow_dispatch' }, applying],
    ['a push to another branch', { ...pushEvent, ref: 'refs/heads/x' }, []],
    ['a tag with the name of the branch', { ...pushEvent, ref: 'refs/tags/main' }, []],
    [
      'a run by hand on another branch',
      { ...pushEvent, event_name: 'workflow_dispatch', ref: 'refs/heads/x' },
      [],
    ],
    ['a schedule', { ...pushEvent, event_name: 'schedule' }, []],
  ])('at %s', (_, github, expected) => {
    expect(at(github)).toEqual(expected)
  })

  test('ask nobody about a plan that has nothing to do, and then apply nothing', () => {
    expect(at(pushEvent, { inputs: gate, state: { 'has-changes': 'false' } })).toEqual(['state'])
    // Where it is not known, somebody is asked.
    for (const state of [{}, { 'has-changes': '' }, { 'has-changes': 'true' }])
      expect(at(pushEvent, { inputs: gate, state })).toEqual(applying)
    // Without a gate there is no other look at it than the one of the apply.
    expect(at(pushEvent, { state: { 'has-changes': 'false' } })).toEqual(applying)
  })

  test('plan in the environment of the plan, ask in that of the approval, apply in that of the apply', () => {
    const given = { 'plan-environment': 'p', 'approval-environment': 'a', 'apply-environment': 'b' }
    for (const [wishes, expected] of [
      [given, ['p', 'p', 'a', 'b']],
      [{}, ['', '', '', '']],
    ] as const) {
      const contexts = contextsOf({ inputs: wishes })
      const names = [
        valueAt(contexts, 'jobs', 'plan', 'environment', 'name'),
        valueAt(contexts, 'jobs', 'state', 'environment', 'name'),
        valueAt(contexts, 'jobs', 'approve', 'environment'),
        valueAt(contexts, 'jobs', 'apply', 'environment'),
      ]
      expect(names).toEqual(expected)
    }
  })

  test('run where the caller wants', () => {
    const runner = (name: string): string =>
      valueAt(contextsOf({ inputs: { runner: name } }), 'jobs', 'apply', 'runs-on')
    expect(runner('ubuntu-latest')).toBe('ubuntu-latest')
    expect(runner('["self-hosted", "linux"]')).toBe('Array')
  })
})

describe('what the job state hands on', () => {
  const outputs = (steps: Values): Record<string, string> => {
    const names = ['concurrency-group', 'has-changes', 'plan-digest', 'result']
    return Object.fromEntries(
      names.map((name) => [name, valueAt(contextsOf({ steps }), 'jobs', 'state', 'outputs', name)]),
    )
  }
  const other = 'f'.repeat(64)
  const status = { 'concurrency-group': group, 'has-changes': 'false', 'plan-digest': digest, result: 'free' }

  test('is the plan that status has found', () => {
    expect(outputs({ status: { outputs: status }, plan: { outputs: {} } })).toEqual({ ...status, result: '' })
  })

  test('is the plan that it has made itself, where it has', () => {
    const plan = { 'has-changes': 'true', 'plan-digest': other, result: 'changes' }
    expect(outputs({ status: { outputs: status }, plan: { outputs: plan } })).toEqual({
      ...{ 'concurrency-group': group, ...plan },
    })
  })

  test('is read by the role that may read plans, and a plan made by the one that may store them', () => {
    const role = (index: number, given: Values): string => {
      const steps = stepsOf('state').filter(({ uses }) => uses?.startsWith('aws-actions/') === true)
      return evaluateText(String(steps[index]?.with?.['role-to-assume']), contextsOf({ inputs: given }))
    }
    const both = { 'plan-role': 'p', 'review-role': 'r', 'apply-role': 'a' }
    expect([role(0, both), role(1, both)]).toEqual(['r', 'p'])
    expect(role(0, { 'plan-role': 'p' })).toBe('p')
    expect(JSON.stringify(jobs['state'])).not.toContain('apply-role')
    expect(JSON.stringify(jobs['plan'])).not.toMatch(/(?:apply|review)-role/)
  })
})

interface Ended {
  readonly status: number | null
  readonly log: string
  /** What was written to GITHUB_OUTPUT and GITHUB_ENV. */
  readonly written: string
  /** What \`gh\` was called with. */
  readonly asked: string
}

/** Runs a step's script as the runner does, with a `gh` that is this. */
function run({ run: script = '', env = {}, shell }: Step, variables: Record<string, string>, gh = ''): Ended {
  expect(shell).toBe('bash')
  expect(Object.keys(env)).toEqual(expect.arrayContaining(Object.keys(variables)))
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-script-'))
  const [file, log, told] = ['script.sh', 'written', 'asked'].map((name) => join(folder, name)) as [
    ...[string, string, string],
  ]
  try {
    for (const path of [log, told]) writeFileSync(path, '')
    writeFileSync(file, script)
    writeFileSync(join(folder, 'gh'), `#!/bin/sh\necho "$GH_HOST $*" >> ${told}\n${gh}\n`, { mode: 0o755 })
    const { status, stdout, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', file], {
      encoding: 'utf8',
      env: {
        ...{ PATH: `${folder}:${process.env['PATH'] ?? ''}`, GITHUB_REPOSITORY: 'acme/infra' },
        ...{ GITHUB_SERVER_URL: 'https://github.com', GITHUB_OUTPUT: log, GITHUB_ENV: log },
        ...Object.fromEntries(Object.keys(env).map((name) => [name, ''])),
        ...variables,
      },
    })
    return {
      ...{ status, log: `${stdout}${stderr}` },
      ...{ written: readFileSync(log, 'utf8'), asked: readFileSync(told, 'utf8') },
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

describe('the check before the apply', () => {
  const step = scriptOf('approve', 'The queue, the plan and the reviewer are there')
  const good = { GATE: 'production approval/eu', GROUP: group, DIGEST: digest }
  const reviewers = 'printf "branch_policy\\nrequired_reviewers\\n"'
  const approve = (variables: Record<string, string>, gh = reviewers): Ended =>
    run(step, { ...good, ...variables }, gh)

  test('lets an environment with required reviewers pass, also on an Enterprise Server', () => {
    const { status, asked } = approve({})
    expect(status).toBe(0)
    expect(asked).toMatch(/^github\.com api repos\/acme\/infra\/environments\/production%20approval%2Feu /)
    expect(step.env).toMatchObject({
      GH_TOKEN: '${{ github.token }}',
      GH_ENTERPRISE_TOKEN: '${{ github.token }}',
    })
  })

  test('asks nobody where no environment is named', () => {
    expect(approve({ GATE: '', DIGEST: '' }, 'exit 1')).toMatchObject({ status: 0, asked: '' })
  })

  test.each<[string, Record<string, string>, string, RegExp]>([
    [
      'no reviewers',
      {},
      'echo branch_policy',
      /The environment production approval\/eu has no required reviewers/,
    ],
    ['no rules at all', {}, 'true', /has no required reviewers/],
    ['a rule that is only called so', {}, 'echo not_required_reviewers', /has no required reviewers/],
    [
      'no such environment',
      {},
      'echo "gh: Not Found (HTTP 404)" >&2; exit 1',
      /rules of the environment .* could not be read/,
    ],
    ['an answer that is cut off', {}, 'echo required_reviewers; exit 1', /could not be read/],
    [
      'no group',
      { GROUP: '' },
      reviewers,
      /The state has no concurrency group: a secret of this repository stands/,
    ],
    ['no group and no gate', { GROUP: '', GATE: '' }, reviewers, /The state has no concurrency group/],
    ['no digest', { DIGEST: '' }, reviewers, /Which plan is approved is not known/],
  ])('refuses %s', (_, variables, gh, complaint) => {
    const { status, log } = approve(variables, gh)
    expect(status).toBe(1)
    expect(log).toMatch(/^::error::/m)
    expect(log).toMatch(complaint)
  })
})

describe('what there is to approve', () => {
  const step = scriptOf('state', 'What there is to approve')
  const choose = (variables: Record<string, string>): Ended =>
    run(step, { FOUND: digest, HAS_CHANGES: 'true', REQUIRED_APPROVALS: '0', ...variables })

  test('is the reviewed plan, where it has something to do', () => {
    expect(choose({})).toMatchObject({ status: 0, written: '' })
    expect(choose({ HAS_CHANGES: '', REQUIRED_APPROVALS: '1' })).toMatchObject({ status: 0, written: '' })
  })

  test('is planned where there is none, or none that would do anything', () => {
    expect(choose({ FOUND: '', HAS_CHANGES: '' })).toMatchObject({ status: 0, written: 'plan=true\n' })
    expect(choose({ HAS_CHANGES: 'false' })).toMatchObject({ status: 0, written: 'plan=true\n' })
    expect(choose({ HAS_CHANGES: 'false', REQUIRED_APPROVALS: '2' }).written).toBe('plan=true\n')
  })

  test('is nothing where a pull request has to be approved and there is no plan of one', () => {
    const ended = choose({ FOUND: '', HAS_CHANGES: '', REQUIRED_APPROVALS: '1' })
    expect(ended).toMatchObject({ status: 1, written: '' })
    expect(ended.log).toContain('::error::There is no reviewed plan')
  })

  test('is asked for only behind a gate', () => {
    expect(step.if).toBe("inputs.approval-environment != ''")
    expect(oursOf('state').map((each) => [each.id, each.if])).toEqual([
      ['status', undefined],
      ['plan', "steps.choose.outputs.plan == 'true'"],
    ])
  })
})

describe('the secret environment', () => {
  const steps = ['plan', 'state', 'apply'].map((id) => scriptOf(id, 'The secret environment'))
  const environment = (VARIABLES: string): Ended => run(steps[0]!, { VARIABLES })

  test('is read the same way in every job that runs Terraform', () => {
    expect(new Set(steps.map(({ run: script }) => script)).size).toBe(1)
  })

  test('becomes variables, and its values are masked from 8 characters on', () => {
    const ended = environment(
      'TF_VAR_a=first value=1\r\n\n# a comment\nTF_TOKEN_x_y=100%secret\nTF_VAR_b=true\nTF_VAR_c=',
    )
    expect(ended.status).toBe(0)
    expect(ended.written).toBe('TF_VAR_a=first value=1\nTF_TOKEN_x_y=100%secret\nTF_VAR_b=true\nTF_VAR_c=\n')
    expect(ended.log).toBe('::add-mask::first value=1\n::add-mask::100%25secret\n')
    expect(environment('')).toMatchObject({ status: 0, written: '', log: '' })
  })

  test.each(['no variable', '=value', 'TF VAR=1', '1A=1', 'A<<END'])(
    'is refused with the line %s',
    (line) => {
      const ended = environment(line)
      expect(ended.status).toBe(1)
      expect(ended.log).toMatch(/^::error::A line of the secret "environment" is not NAME=VALUE\.$/m)
      expect(ended.log).not.toContain(line)
    },
  )
})

describe('the workflow for an Enterprise Server', () => {
  test('is made from the other', () => {
    execFileSync(process.execPath, [join(root, 'scripts', 'enterprise-workflow.ts'), '--check'])
  })

  test('has nothing that such a server does not know, and the same jobs else', () => {
    const other = workflowOf(readWorkflowFile('.github/workflows/terraform-enterprise-server.yml'))
    expect(JSON.stringify(other.jobs)).not.toMatch(/"(?:queue|deployment)":/)
    const plain = ({ environment, concurrency, ...job }: Job): object => ({
      ...job,
      environment: typeof environment === 'object' ? environment.name : environment,
      concurrency: concurrency === undefined ? undefined : { ...concurrency, queue: undefined },
    })
    expect(Object.keys(other.jobs)).toEqual(Object.keys(jobs))
    for (const [id, job] of Object.entries(jobs)) expect(plain(other.jobs[id]!)).toEqual(plain(job))
    expect(other.on).toEqual(on)
  })
})

test('each job has as many rights as it needs, and says why', () => {
  const rights = Object.fromEntries(Object.entries(jobs).map(([id, { permissions }]) => [id, permissions]))
  const credentials = { contents: 'read', 'id-token': 'write', actions: 'read' }
  expect(rights).toEqual({
    plan: { ...credentials, 'pull-requests': 'write' },
    state: { ...credentials, 'pull-requests': 'read' },
    approve: { actions: 'read' },
    apply: { ...credentials, 'pull-requests': 'write', checks: 'read', statuses: 'read' },
  })
  const lines = file.text.split('\n').filter((line) => /^ {6}[\w-]+: (?:read|write)\b/.test(line))
  expect(lines).toHaveLength(15)
  for (const line of lines) expect(line).toMatch(/contents: read$| # .+/)
})

test('each job with credentials of AWS knows when they end, and where Terraform works it is told', () => {
  for (const id of ['plan', 'apply']) {
    const aws = stepsOf(id).find(({ uses }) => uses?.startsWith('aws-actions/') === true)
    expect(aws).toMatchObject({ id: 'aws', with: { 'output-credentials': true } })
    expect(oursOf(id)[0]?.with?.['credential-expiration']).toBe('${{ steps.aws.outputs.aws-expiration }}')
  }
  const second = stepsOf('state').find(({ id }) => id === 'plan-credentials')
  expect(second?.with).toMatchObject({ 'output-credentials': true })
  expect(oursOf('state')[1]?.with?.['credential-expiration']).toBe(
    '${{ steps.plan-credentials.outputs.aws-expiration }}',
  )
})
