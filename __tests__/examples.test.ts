import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { checkArgumentInputs, checkInputRules } from '../src/runner/input-rules.ts'
import { parseInputValues } from '../src/runner/input-table.ts'

const root = join(import.meta.dirname, '..')
const textOf = (...path: string[]): string => readFileSync(join(root, ...path), 'utf8')

interface Workflow {
  readonly on: Readonly<Record<string, Trigger | null>>
  readonly permissions: object
  readonly concurrency?: object
  readonly jobs: Readonly<Record<string, Job>>
}
interface Trigger {
  readonly inputs?: Readonly<Record<string, object>>
  readonly branches?: readonly string[]
}
interface Job {
  readonly if?: string
  readonly needs?: string | readonly string[]
  readonly environment?: string | { readonly name: string }
  readonly strategy?: { readonly 'fail-fast': boolean }
  readonly 'timeout-minutes'?: number
  readonly permissions: Readonly<Record<string, string>>
  readonly concurrency?: {
    readonly group: string
    readonly queue?: string
    readonly 'cancel-in-progress': boolean
  }
  readonly steps: readonly Step[]
}
interface Step {
  readonly uses?: string
  readonly run?: string
  readonly env?: Readonly<Record<string, string>>
  readonly with?: Readonly<Record<string, string | number | boolean>>
}

const inputsOfAction = Object.keys((parse(textOf('action.yml')) as { inputs: object }).inputs)
const migrations = readdirSync(join(root, 'examples')).filter((name) => name.startsWith('migrate-from-'))
/** Those that call the reusable workflow have no steps of their own: they are looked at with it. */
const workflows = [
  ...readdirSync(join(root, 'examples')).filter((name) => name.endsWith('.yml') && !name.startsWith('call-')),
  ...migrations.map((name) => `${name}/after.yml`),
]
const workflowOf = (name: string): Workflow => parse(textOf('examples', name)) as Workflow
const jobsOf = (name: string): [string, Job][] => Object.entries(workflowOf(name).jobs)
const stepsOf = (name: string): readonly Step[] => jobsOf(name).flatMap(([, { steps }]) => steps)
const isOurs = ({ uses }: Step): boolean => uses?.startsWith('OWNER/lockstep@') === true
const commandsOf = ({ steps }: Job): unknown[] =>
  steps.filter(isOurs).map((step) => step.with?.['command'] ?? 'plan')
const jobsThat = (name: string, command: string): Job[] =>
  jobsOf(name).flatMap(([, job]) => (commandsOf(job).includes(command) ? [job] : []))
const environmentOf = ({ environment }: Job): string | undefined =>
  typeof environment === 'object' ? environment.name : environment
const roleOf = ({ steps }: Job): string =>
  String(steps.map((step) => step.with?.['role-to-assume'] ?? '').find((role) => role !== ''))

/** What an expression may give, where a whole value is one. */
const samples: Readonly<Record<string, string>> = {
  'state-address': 's3://acme-terraform-state/production/terraform.tfstate',
  'lock-id': 'f3c1a9d2-5b6a-4798-8a9b-0c1d2e3f4a5b',
  reason: 'the laptop that took it was stolen',
  force: 'true',
  'state-version': '3sL4kqtJlcpXroDTDmJrmSpXd3dIbrHY',
  'repair-digest': 'false',
  destroy: 'true',
  'pull-request': '3',
  'credential-expiration': '2026-11-23T10:00:00.000Z',
}

/** What the runner hands to the action for such a step. */
function inputVariables(step: Step): Record<string, string> {
  const given = Object.entries(step.with ?? {}).map(([name, value]) => {
    const text = String(value)
    const isExpression = /^\$\{\{[^}]+\}\}$/.test(text)
    const filled = isExpression ? samples[name] : text.replaceAll(/\$\{\{[^}]+\}\}/g, 'x')
    if (filled === undefined) throw new Error(`there is no sample for ${name}`)
    return [`INPUT_${name.toUpperCase()}`, filled]
  })
  return Object.fromEntries(given) as Record<string, string>
}

describe.each(workflows)('the workflow examples/%s', (name) => {
  test('gives this action only inputs that it has, and values that it accepts', () => {
    const ours = stepsOf(name).filter(isOurs)
    expect(ours.length).toBeGreaterThan(0)
    for (const step of ours) {
      expect(inputsOfAction).toEqual(expect.arrayContaining(Object.keys(step.with ?? {})))
      const { values, problems } = parseInputValues(inputVariables(step))
      expect([...problems, ...checkInputRules(values), ...checkArgumentInputs(values)]).toEqual([])
    }
  })

  test('pins every other action to a commit, and says which version that is', () => {
    const lines = textOf('examples', name).split('\n')
    const uses = lines.filter((line) => /^\s*(?:- )?uses:/.test(line) && !line.includes('OWNER/lockstep@v1'))
    for (const line of uses) expect(line).toMatch(/uses: [\w.-]+\/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/)
    expect(
      stepsOf(name)
        .filter(isOurs)
        .map((step) => step.uses),
    ).not.toContain('OWNER/lockstep')
  })

  test('lets nothing that a person types into a script', () => {
    for (const { run = '' } of stepsOf(name)) expect(run).not.toContain('${{')
    for (const { env = {} } of stepsOf(name))
      expect(JSON.stringify(env)).not.toMatch(/title|body|head_ref|head\.ref/)
  })

  test('uses every input that it asks for, and no other', () => {
    const asked = Object.keys(workflowOf(name).on['workflow_dispatch']?.inputs ?? {})
    const used = [...JSON.stringify(workflowOf(name).jobs).matchAll(/\binputs\.([\w-]+)/g)].map(
      ([, input]) => input,
    )
    expect([...new Set(used)].toSorted()).toEqual(asked.toSorted())
  })

  test('gives each job what it needs, and no more than that', () => {
    expect(workflowOf(name).permissions).toEqual({})
    for (const [, job] of jobsOf(name)) {
      const { permissions, steps } = job
      const writes = Object.keys(permissions).filter((scope) => permissions[scope] === 'write')
      const hasCredentials = steps.some(({ uses }) => uses?.startsWith('aws-actions/') === true)
      // An issue is opened by drift only, which has nothing to tell a pull request.
      const tellsIn = commandsOf(job).includes('drift') ? 'issues' : 'pull-requests'
      expect(writes.filter((scope) => !['id-token', tellsIn].includes(scope))).toEqual([])
      expect(writes.includes('id-token')).toBe(hasCredentials)
      expect(steps.some(isOurs)).toBe(hasCredentials)
      const reads = steps.some(
        ({ uses, run }) =>
          uses?.startsWith('actions/checkout@') === true || run?.includes('gh api graphql') === true,
      )
      expect('contents' in permissions).toBe(reads)
      expect(job['timeout-minutes']).toBeGreaterThan(0)
    }
  })

  test('says in a few lines at its top what it does', () => {
    const comment = /^(?:# .{1,120}\n){2,5}name: /
    expect(textOf('examples', name)).toMatch(comment)
  })
})

describe.each(workflows.filter((name) => jobsThat(name, 'apply').length > 0))('the applies of %s', (name) => {
  const { on, concurrency, jobs } = workflowOf(name)
  const applies = jobsThat(name, 'apply')

  test('wait their turn by the state, and none is cancelled', () => {
    expect(concurrency).toBeUndefined()
    for (const job of applies) {
      expect(job.concurrency).toMatchObject({ queue: 'max', 'cancel-in-progress': false })
      // A job that waits for a person would hold the queue.
      expect(environmentOf(job)).not.toMatch(/-approval$/)
      const { group = '' } = job.concurrency ?? {}
      expect(group).toMatch(/^terraform-[a-z]+(?:-\$\{\{ matrix\.state \}\})?$/)
      expect(group).toContain(`terraform-${String(environmentOf(job))}`)
      expect(job.strategy?.['fail-fast'] ?? false).toBe(false)
    }
  })

  test('come after a person, whom the queue does not wait for, or after an approving review', () => {
    for (const job of applies.filter((each) => environmentOf(each) === 'production')) {
      const gates = ancestorsOf(job, jobs).filter(
        (each) => environmentOf(each)?.endsWith('-approval') === true,
      )
      const required = job.steps.filter(isOurs).map((step) => step.with?.['required-approvals'] ?? 0)
      expect(gates.length > 0 || required.every((count) => Number(count) > 0)).toBe(true)
      for (const gate of gates) {
        expect(gate.concurrency).toBeUndefined()
        expect(Object.keys(gate.permissions)).toEqual(['actions'])
      }
      const readsChecks = ['checks', 'statuses'].every((scope) => job.permissions[scope] === 'read')
      expect(readsChecks).toBe(required.some((count) => Number(count) > 0))
    }
  })

  test('never run in a pull request, and have a role of their own', () => {
    for (const job of applies) {
      if ('pull_request' in on) expect(job.if).toMatch(/^github\.event_name == '(?:push|issue_comment)'$/)
      expect(commandsOf(job)).toEqual(['apply'])
      expect(roleOf(job)).toMatch(/:role\/terraform-apply$/)
    }
    expect(Object.keys(on)).not.toContain('pull_request_target')
  })

  test('know when their credentials end', () => {
    for (const { steps } of applies) {
      const [aws] = steps.filter(({ uses }) => uses?.startsWith('aws-actions/') === true)
      expect(aws?.with?.['output-credentials']).toBe(true)
      const [ours] = steps.filter(isOurs)
      expect(ours?.with?.['credential-expiration']).toBe('${{ steps.aws.outputs.aws-expiration }}')
    }
  })

  test('take a plan with the same state and mode as it was made', () => {
    const stateOf = (step: Step): unknown => {
      const given = ['working-directory', 'backend-config', 'var-file', 'destroy', 'executable']
      return given.map((input) =>
        String(step.with?.[input] ?? '').replaceAll(/\$\{\{ (?:matrix|env)\.\w+ \}\}/g, 'x'),
      )
    }
    const [plan] = jobsThat(name, 'plan').flatMap(({ steps }) => steps.filter(isOurs))
    for (const step of applies.flatMap(({ steps }) => steps.filter(isOurs)))
      expect(stateOf(step)).toEqual(stateOf(plan!))
  })
})

describe.each(workflows.filter((name) => jobsThat(name, 'plan').length > 0))('the plans of %s', (name) => {
  const { on } = workflowOf(name)

  test('have a role of their own, and none for a stranger', () => {
    for (const job of jobsThat(name, 'plan')) {
      expect(roleOf(job)).toMatch(/:role\/terraform-plan$/)
      if (!('pull_request' in on)) continue
      expect(job.if).toContain("github.event_name == 'pull_request'")
      expect(job.if).toContain('github.event.pull_request.head.repo.full_name == github.repository')
      expect(environmentOf(job)).toBeUndefined()
    }
  })

  test('of a pull request give way to newer ones, outside of the queues', () => {
    for (const { concurrency } of 'pull_request' in on ? jobsThat(name, 'plan') : []) {
      expect(concurrency?.group).toMatch(/^terraform-plan-\$\{\{ github\.event\.pull_request\.number \}\}/)
      expect(concurrency).toMatchObject({ 'cancel-in-progress': true })
      expect(concurrency).not.toHaveProperty('queue')
    }
  })
})

describe.each(workflows.filter((name) => jobsThat(name, 'drift').length > 0))('the drift of %s', (name) => {
  test('is looked for on a schedule, on main, with the role that plans, and without the lock', () => {
    expect(Object.keys(workflowOf(name).on)).toEqual(['schedule', 'workflow_dispatch'])
    for (const job of jobsThat(name, 'drift')) {
      expect(job.if).toBe("github.ref == 'refs/heads/main'")
      expect(roleOf(job)).toMatch(/:role\/terraform-plan$/)
      // trust-plan.json names main without an environment.
      expect(environmentOf(job)).toBeUndefined()
      expect(job.permissions['issues']).toBe('write')
      expect(job.strategy?.['fail-fast'] ?? false).toBe(false)
      for (const step of job.steps.filter(isOurs)) expect(step.with).not.toHaveProperty('lock')
    }
  })
})

test('drift has an example', () => {
  expect(workflows.some((name) => jobsThat(name, 'drift').length > 0)).toBe(true)
})

test('each action is the same commit everywhere, in the README too', () => {
  const everything = [textOf('README.md'), ...workflows.map((name) => textOf('examples', name))].join('\n')
  const commits = new Map<string, Set<string>>()
  for (const [, action = '', commit = ''] of everything.matchAll(/uses: ([\w.-]+\/[\w.-]+)@(.*)$/gm))
    commits.set(action, (commits.get(action) ?? new Set()).add(commit))
  expect([...commits.keys()]).toEqual(expect.arrayContaining(['actions/checkout', 'OWNER/lockstep']))
  for (const [action, found] of commits) expect([action, found.size]).toEqual([action, 1])
})

test('an environment without required reviewers is no gate', () => {
  const scripts = workflows
    .flatMap(jobsOf)
    .filter(([, job]) => environmentOf(job)?.endsWith('-approval') === true)
    .map(([, job]) =>
      job.steps.map(({ run, env }) => ({ run, gate: env?.['GATE'], environment: environmentOf(job) })),
    )
  expect(scripts.length).toBeGreaterThan(3)
  for (const steps of scripts) {
    expect(steps).toEqual([
      { run: scripts[0]?.[0]?.run, gate: 'production-approval', environment: 'production-approval' },
    ])
  }
  const script = scripts[0]?.[0]?.run ?? ''
  expect(passes(script, 'echo required_reviewers')).toBe(true)
  expect(passes(script, 'printf "branch_policy\\nrequired_reviewers\\n"')).toBe(true)
  expect(passes(script, 'echo branch_policy')).toBe(false)
  expect(passes(script, 'true')).toBe(false)
  expect(passes(script, 'echo required_reviewers; exit 1')).toBe(false)
})

test('a lock is removed by hand only, by whom the environment lets, with no more than it takes', () => {
  const { on, jobs } = workflowOf('unlock.yml')
  expect(Object.keys(on)).toEqual(['workflow_dispatch'])
  expect(jobs['unlock']).toMatchObject({
    environment: 'terraform-unlock',
    permissions: { 'id-token': 'write', 'pull-requests': 'write', actions: 'read' },
  })
  expect(Object.keys(jobs['unlock']?.permissions ?? {})).toHaveLength(3)
})

test('a state is brought back by hand only, by whom the environment lets, in the queue of the state', () => {
  const { on, jobs } = workflowOf('restore.yml')
  expect(Object.keys(on)).toEqual(['workflow_dispatch'])
  const [applying] = jobsThat('plan-and-apply.yml', 'apply')
  expect(jobs['restore']).toMatchObject({
    environment: 'terraform-restore',
    concurrency: applying?.concurrency ?? {},
  })
})

/** The jobs that a job waits for, near and far. */
function ancestorsOf(job: Job, jobs: Workflow['jobs']): readonly Job[] {
  return [job.needs ?? []].flat().flatMap((id) => {
    const needed = jobs[id]
    return needed === undefined ? [] : [needed, ...ancestorsOf(needed, jobs)]
  })
}

/** Runs a script as the runner does, with a `gh` that is this. */
function passes(script: string, gh: string): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-gate-'))
  try {
    writeFileSync(join(folder, 'gh'), `#!/bin/sh\n${gh}\n`, { mode: 0o755 })
    const PATH = `${folder}:${process.env['PATH'] ?? ''}`
    const env = { PATH, GITHUB_REPOSITORY: 'acme/infra', GATE: 'production-approval' }
    execFileSync('bash', ['-e', '-c', script], { env, stdio: 'ignore' })
    return true
  } catch {
    return false
  } finally {
    rmSync(folder, { recursive: true })
  }
}
