import { beforeAll, describe, expect, test } from '@jest/globals'
import {
  calledFile,
  complaintsOfActionlint,
  complaintsOfGitHub,
  missingPermissions,
  readWorkflowFile,
  workflowFiles,
  workflowOf,
  type WorkflowFile,
} from './support/workflow-files.ts'

const terraform = readWorkflowFile('.github/workflows/terraform.yml')
const caller = readWorkflowFile('examples/call-terraform.yml')

/** The same file with a mistake in it. */
function spoiled({ path, text }: WorkflowFile, before: string, after: string): WorkflowFile {
  if (!text.includes(before)) throw new Error(`${path} has no ${before}`)
  return { path: path.replace('.yml', '-spoiled.yml'), text: text.replace(before, () => after) }
}

const mistakes: readonly [what: string, file: WorkflowFile, complaint: RegExp][] = [
  [
    'an input that the action does not have',
    spoiled(terraform, '          cancel-grace:', '          cancel-grase:'),
    /Invalid action input 'cancel-grase'/,
  ],
  [
    'an input of another action that it does not have',
    spoiled(terraform, 'persist-credentials:', 'persist-credential:'),
    /Invalid action input 'persist-credential'/,
  ],
  [
    'an input that the called workflow does not have',
    spoiled(caller, 'apply-role:', 'aply-role:'),
    /Invalid input, aply-role is not defined in the referenced workflow/,
  ],
  [
    'a queue in which the one at work is cancelled',
    spoiled(terraform, 'cancel-in-progress: false', 'cancel-in-progress: true'),
    /cannot be combined/,
  ],
  [
    'an output that a job does not have',
    spoiled(terraform, 'needs.state.outputs.plan-digest', 'needs.state.outputs.plan-digits'),
    /Context access might be invalid: plan-digits/,
  ],
  [
    'a job that is not waited for',
    spoiled(terraform, 'needs: [state, approve]', 'needs: approve'),
    /Context access might be invalid: state/,
  ],
]

describe("GitHub's own checker", () => {
  test.each(workflowFiles.map((file) => [file.path, file] as const))(
    'has nothing against %s',
    async (_, file) => {
      expect(await complaintsOfGitHub(file)).toEqual([])
    },
  )

  test.each(mistakes)('would tell %s', async (_, file, complaint) => {
    expect((await complaintsOfGitHub(file)).join('\n')).toMatch(complaint)
  })
})

describe('actionlint', () => {
  const unknownStep = spoiled(
    terraform,
    'steps.status.outputs.plan-digest',
    'steps.stats.outputs.plan-digest',
  )
  const intoScript = spoiled(
    terraform,
    'echo "::error::$1"',
    'echo "${{ github.event.head_commit.message }}"',
  )
  let complaints: readonly string[]
  beforeAll(() => {
    complaints = complaintsOfActionlint([...workflowFiles, unknownStep, intoScript])
  })
  const of = ({ path }: WorkflowFile): readonly string[] =>
    complaints.filter((complaint) => complaint.startsWith(`${path}: `))

  test('has nothing against any of them', () => {
    expect(workflowFiles.flatMap(of)).toEqual([])
  })

  test('would tell a step that is not there, and a text of somebody in a script', () => {
    expect(of({ ...unknownStep }).join('\n')).toMatch(/property "stats" is not defined/)
    expect(of({ ...intoScript }).join('\n')).toMatch(
      /"github.event.head_commit.message" is potentially untrusted/,
    )
  })
})

describe('a job that calls a workflow of ours', () => {
  const calls = workflowFiles.flatMap((file) => {
    const { jobs, permissions } = workflowOf(file)
    return Object.entries(jobs)
      .filter(([, { uses }]) => uses !== undefined)
      .map(([id, job]) => ({ path: file.path, id, job, granted: job.permissions ?? permissions }))
  })

  test.each(calls)('grants in $path all that its jobs ask for', ({ job, granted }) => {
    expect(job.uses).toMatch(/^OWNER\/lockstep\/.+@v1$/)
    const called = workflowOf(calledFile(job)!)
    expect(missingPermissions(granted, called)).toEqual([])
    const asked = Object.values(called.jobs).flatMap(({ permissions = {} }) => Object.keys(permissions))
    expect(Object.keys(granted ?? {}).toSorted()).toEqual([...new Set(asked)].toSorted())
  })

  test.each(calls)(
    'holds in $path no group around the approval, and lets no state cancel another',
    (call) => {
      expect(call.job.concurrency).toBeUndefined()
      expect(workflowOf(readWorkflowFile(call.path)).concurrency).toBeUndefined()
      expect(call.job.strategy?.['fail-fast'] ?? false).toBe(false)
    },
  )

  test('is seen where it grants less', () => {
    expect(calls.length).toBeGreaterThan(2)
    const called = workflowOf(terraform)
    const granted = { ...calls[0]?.granted, 'id-token': 'read', checks: 'none' } as const
    expect(missingPermissions(granted, called)).toEqual([
      ...['plan: id-token: write', 'state: id-token: write', 'apply: id-token: write', 'apply: checks: read'],
    ])
    expect(missingPermissions(undefined, called).length).toBeGreaterThan(10)
  })
})

describe.each(workflowFiles.map((file) => [file.path, file] as const))('the workflow %s', (_, file) => {
  test('gives its token no right but job by job', () => {
    const { permissions, jobs } = workflowOf(file)
    expect(permissions).toEqual({})
    for (const job of Object.values(jobs)) expect(job.permissions).toBeDefined()
  })

  test('pins what is not ours to a commit, and says which version that is', () => {
    const lines = file.text.split('\n').filter((line) => /^\s*(?:- )?uses:/.test(line))
    const ofOthers = lines.filter((line) => !/uses: (?:\.\/|OWNER\/lockstep(?:\/[\w./-]+)?@v1)$/.test(line))
    for (const line of ofOthers) expect(line).toMatch(/uses: [\w.-]+\/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/)
  })

  test('lets no expression into a script', () => {
    for (const { steps = [] } of Object.values(workflowOf(file).jobs))
      for (const { run = '' } of steps) expect(run).not.toContain('${{')
  })
})

test('each workflow that is to be copied says in a few lines at its top what it does', () => {
  for (const { path, text } of workflowFiles) {
    if (path.startsWith('examples/')) expect(text).toMatch(/^(?:# .{1,120}\n){2,5}name: /)
  }
})

test('each action of others is the same commit in all of them', () => {
  const commits = new Map<string, Set<string>>()
  for (const { text } of workflowFiles)
    for (const [, action = '', commit = ''] of text.matchAll(/uses: ([\w.-]+\/[\w.-]+)@(.*)$/gm))
      commits.set(action, (commits.get(action) ?? new Set()).add(commit))
  expect(commits.size).toBeGreaterThan(4)
  for (const [action, found] of commits) expect([action, found.size]).toEqual([action, 1])
})

test('where the changes of a push are fetched, the checkout keeps its credentials', () => {
  for (const file of workflowFiles)
    for (const { steps = [] } of Object.values(workflowOf(file).jobs)) {
      if (!steps.some(({ uses = '' }) => uses.startsWith('dorny/paths-filter@'))) continue
      const checkout = steps.find(({ uses = '' }) => uses.startsWith('actions/checkout@'))
      expect([file.path, checkout?.with?.['persist-credentials'] ?? true]).toEqual([file.path, true])
    }
})
