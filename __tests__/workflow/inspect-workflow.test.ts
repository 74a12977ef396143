import { describe, expect, test } from '@jest/globals'

import { inspectWorkflow, type Inspection, type InspectionEnd } from '../../src/workflow/inspect-workflow.ts'

const sha = 'a'.repeat(40)
const ref = 'refs/heads/feat/a@b'
const top = 'acme/infra/.github/workflows/caller.yml'
const steps = 'steps: [{ uses: acme/lockstep@v1, with: { command: apply } }]'
const good = 'concurrency: { group: terraform, queue: max }'
const env = {
  GITHUB_REF: 'refs/heads/main',
  GITHUB_REF_NAME: 'main',
  GITHUB_RUN_ID: '1658821493',
  GITHUB_SHA: sha,
}

interface Given extends Partial<Omit<Inspection, 'site'>> {
  readonly files: Readonly<Record<string, string>>
  readonly jobName?: string
  readonly site?: Partial<Inspection['site']>
  readonly guarded?: readonly string[]
}

async function inspect({
  files,
  jobName,
  site,
  guarded = [],
  ...given
}: Given): Promise<InspectionEnd & { asked: string[] }> {
  const asked: string[] = []
  const end = await inspectWorkflow(
    {
      site: {
        ...{ workflowRef: `${top}@${ref}`, workflowSha: sha, job: 'apply' },
        ...{ jobWorkflowRef: '', jobWorkflowSha: '', ...site },
      },
      ...{ isApply: true, env, event: { repository: { default_branch: 'main' } }, matrix: undefined },
      ...{ action: 'acme/lockstep', groups: undefined, isEnterpriseServer: false },
      ...{ stateAddress: 's3://tfstate/app.tfstate', stateGroup: 'lockstep-0123456789abcdef', ...given },
    },
    {
      readFile(place) {
        const name = `${place.repository}/${place.path}@${place.ref}`
        asked.push(name)
        return Promise.resolve(files[`${place.repository}/${place.path}`])
      },
      isGuardedEnvironment: (name) => Promise.resolve(guarded.includes(name)),
      readJobName: () => Promise.resolve(jobName),
    },
  )
  return { ...end, asked }
}

const codesOf = ({ findings }: InspectionEnd): string[] => findings.map(({ code }) => code)

describe('the file of this job', () => {
  test('is read at the commit of the run, whatever its branch is called', async () => {
    const end = await inspect({ files: { [top]: `jobs: { apply: { ${steps} } }` } })
    expect(end.asked).toEqual([`${top}@${sha}`])
    expect(codesOf(end)).toEqual(['no-concurrency-group'])
    expect(end.findings[0]).toMatchObject({
      place: { file: { repository: 'acme/infra', path: '.github/workflows/caller.yml' }, line: 1 },
      paste: expect.stringContaining('group: lockstep-0123456789abcdef\n  queue: max\n'),
    })
  })

  test('may be one of another repository, called by its tag: it is read at its own commit', async () => {
    const called = 'platform/flows/.github/workflows/terraform.yaml'
    const end = await inspect({
      files: {
        [top]: `jobs: { apply: { uses: "${called}@v1" } }`,
        [called]: `jobs: { apply: { ${steps} } }`,
      },
      site: { jobWorkflowRef: `${called}@refs/tags/v1`, jobWorkflowSha: 'b'.repeat(40) },
    })
    expect(end.asked).toEqual([`${top}@${sha}`, `${called}@${'b'.repeat(40)}`])
    expect(end.findings[0]?.place?.file.repository).toBe('platform/flows')
  })

  test('is the one that is told, where caller and called have a job of the same key', async () => {
    const called = 'acme/infra/.github/workflows/called.yml'
    const files = {
      [top]: `jobs: { apply: { ${steps} }, other: { uses: ./.github/workflows/called.yml } }`,
      [called]: `jobs: { apply: { ${good}, ${steps} } }`,
    }
    const told = { jobWorkflowRef: `${called}@${ref}`, jobWorkflowSha: sha }
    expect(codesOf(await inspect({ files, site: told }))).toEqual([])
    // An Enterprise Server does not tell it: only what holds for both is said.
    expect(codesOf(await inspect({ files }))).toEqual([])
    expect(codesOf(await inspect({ files, jobName: 'apply' }))).toEqual(['no-concurrency-group'])
    expect(codesOf(await inspect({ files, jobName: 'other / apply' }))).toEqual([])
  })

  test('that is called twice is judged by the call that is this one, and else by what both have', async () => {
    const called = 'acme/infra/.github/workflows/called.yml'
    const call = 'uses: ./.github/workflows/called.yml'
    const matrix = 'strategy: { matrix: { state: [a, b] } }'
    const files = {
      [top]: `jobs: { dev: { ${call} }, prod: { name: "Production of the whole company ${'x'.repeat(90)}", ${matrix}, ${call} } }`,
      [called]: `jobs: { apply: { ${steps} } }`,
    }
    expect(codesOf(await inspect({ files }))).toEqual(['no-concurrency-group'])
    expect(codesOf(await inspect({ files, jobName: 'dev / apply' }))).toEqual(['no-concurrency-group'])
    const cut = `Production of the whole company ${'x'.repeat(65)}...`
    expect(codesOf(await inspect({ files, jobName: `${cut} / apply` }))).toEqual([
      'no-concurrency-group',
      'matrix-fails-fast',
    ])
  })

  test.each([
    [
      'is not to be read',
      {},
      { workflowRef: `${top}@${ref}` },
      /caller\.yml can't be looked at, since it was not found$/,
    ],
    ['is no YAML', { [top]: 'jobs: [' }, {}, /since it is no YAML/],
    ['has no name', {}, { workflowRef: '' }, /no name/],
  ])('that %s is a gap, and no finding', async (_name, files, site, gap) => {
    const end = await inspect({ files, site })
    expect(end.findings).toEqual([])
    expect(end.gaps).toEqual([expect.stringMatching(gap)])
  })

  test('may call itself for ever', async () => {
    const call = 'uses: ./.github/workflows/caller.yml'
    const many = Array.from({ length: 40 }, (_, index) => `j${index}: { ${call} }`).join(', ')
    const end = await inspect({ files: { [top]: `jobs: { apply: { ${steps} }, ${many} }` } })
    expect(codesOf(end)).toEqual(['no-concurrency-group'])
    expect(end.asked).toHaveLength(1)
    const others = await inspect({ files: { [top]: `jobs: { ${many}, apply: { ${steps} } }` } })
    expect(codesOf(others)).toEqual(['no-concurrency-group'])
    expect(codesOf(await inspect({ files: { [top]: `jobs: { ${many} }` } }))).toEqual([])
  })
})

describe("GitHub's own account of the groups", () => {
  test('is believed where the file shows none', async () => {
    const files = { [top]: `jobs: { apply: { ${steps} } }` }
    expect(codesOf(await inspect({ files, groups: ['terraform'] }))).toEqual([])
    expect(codesOf(await inspect({ files, groups: [] }))).toEqual(['no-concurrency-group'])
  })

  test('tells what a name that the caller gives has become', async () => {
    const files = {
      [top]: `jobs: { apply: { concurrency: { group: "\${{ inputs.group }}", queue: max }, ${steps} } }`,
    }
    const groups = ['terraform-refs/heads/main']
    expect(codesOf(await inspect({ files, groups }))).toEqual(['group-not-by-state'])
    expect(codesOf(await inspect({ files, groups: ['terraform'] }))).toEqual([])
    expect(codesOf(await inspect({ files, groups, stateAddress: 's3://a/b', event: {} }))).toEqual([
      'group-not-by-state',
    ])
    const named = { [top]: `jobs: { apply: { ${good}, ${steps} } }` }
    expect(codesOf(await inspect({ files: named, groups }))).toEqual([])
  })

  test.each([
    [[], ['no-concurrency-group']],
    [['terraform-refs/heads/main'], ['group-not-by-state']],
    [['terraform-1658821493'], ['group-not-by-state']],
    [[`terraform-${sha}`], ['group-not-by-state']],
    [['terraform-refs/heads/main', 'terraform-production'], []],
    [['terraform-main'], []],
  ])('tells of %j alone where the file is not to be read', async (groups, expected) => {
    const end = await inspect({ files: {}, groups })
    expect(codesOf(end)).toEqual(expected)
    expect(end.findings.every(({ place }) => place === undefined)).toBe(true)
  })
})

describe('a plan', () => {
  const plan = 'plan: { steps: [{ uses: acme/lockstep@v1 }] }'
  const asPlan = { isApply: false, site: { job: 'plan' }, env: { ...env, GITHUB_EVENT_NAME: 'pull_request' } }

  test('tells of the jobs of its workflow that apply, before they do', async () => {
    const files = { [top]: `jobs: { ${plan}, one: { ${steps} }, two: { ${good}, ${steps} } }` }
    expect(codesOf(await inspect({ ...asPlan, files }))).toEqual(['no-concurrency-group'])
  })

  test('tells of a deadlock, which no apply would live to tell', async () => {
    const files = {
      [top]: `concurrency: { group: terraform, queue: max }\njobs: { ${plan}, two: { ${good}, ${steps} } }`,
    }
    expect(codesOf(await inspect({ ...asPlan, files }))).toEqual(['deadlock'])
  })

  test('takes the applying jobs as a push to the default branch runs them', async () => {
    const cancel = 'cancel-in-progress: "${{ github.event_name == \'pull_request\' }}"'
    const files = {
      [top]: `concurrency: { group: "\${{ github.run_id }}", ${cancel} }\njobs: { ${plan}, two: { ${good}, ${steps} } }`,
    }
    expect(codesOf(await inspect({ ...asPlan, files }))).toEqual([])
  })

  test.each([
    ['another action', 'uses: acme/other@v1'],
    ['another command', 'uses: acme/lockstep@v1, with: { command: status }'],
  ])('says nothing of a job with %s', async (_name, step) => {
    const files = { [top]: `jobs: { ${plan}, two: { steps: [{ ${step} }] } }` }
    expect(codesOf(await inspect({ ...asPlan, files }))).toEqual([])
  })

  test('knows an action that is used by its path', async () => {
    const files = { [top]: `jobs: { two: { steps: [{ uses: ./, with: { command: apply } }] } }` }
    expect(codesOf(await inspect({ ...asPlan, action: '', files }))).toEqual(['no-concurrency-group'])
  })
})

test('an environment that asks is no matter in a job that this event skips', async () => {
  const files = {
    [top]: `concurrency: { group: tf, queue: max }\njobs: { preview: { if: "github.event_name == 'pull_request'", environment: asks, steps: [] }, apply: { ${steps} } }`,
  }
  const guarded = ['asks']
  expect(codesOf(await inspect({ files, guarded, env: { ...env, GITHUB_EVENT_NAME: 'push' } }))).toEqual([])
})

test('the matrix of this job is known in its own file', async () => {
  const files = {
    [top]: `jobs: { apply: { environment: "\${{ matrix.env }}-approval", strategy: { fail-fast: false, matrix: { env: [dev, prod] } }, concurrency: { group: "tf-\${{ matrix.env }}", queue: max }, ${steps} } }`,
  }
  const guarded = ['prod-approval']
  expect(codesOf(await inspect({ files, guarded, matrix: { env: 'prod' } }))).toEqual([
    'approval-holds-queue',
  ])
  expect(codesOf(await inspect({ files, guarded, matrix: { env: 'dev' } }))).toEqual([])
  expect(codesOf(await inspect({ files, guarded }))).toEqual([])
})

describe('a group by the branch is one group for all runs that apply', () => {
  const byRef = 'concurrency: { group: "tf-${{ github.ref }}", queue: max }'
  const onPush = { ...env, GITHUB_EVENT_NAME: 'push' }
  const onMain = "if: github.ref == 'refs/heads/main' && needs.plan.outputs.changes == 'true'"

  test.each(['issue_comment', 'schedule', 'workflow_run', 'repository_dispatch', 'pull_request_target'])(
    'on %s, whose branch is always the same',
    async (event) => {
      const files = { [top]: `jobs: { apply: { ${byRef}, ${steps} } }` }
      expect(codesOf(await inspect({ files, env: { ...env, GITHUB_EVENT_NAME: event } }))).toEqual([])
      expect(codesOf(await inspect({ files, env: onPush }))).toEqual(['group-not-by-state'])
    },
  )

  test.each([
    ['the trigger', `on: { push: { branches: [main] } }\njobs: { apply: { ${byRef}, ${steps} } }`],
    ['the trigger, as a text', `on: { push: { branches: main } }\njobs: { apply: { ${byRef}, ${steps} } }`],
    ['the condition of the job', `jobs: { apply: { ${onMain}, ${byRef}, ${steps} } }`],
    [
      'the condition of the job, with a function',
      `jobs: { apply: { if: "\${{ !cancelled() && github.ref_name == 'main' }}", ${byRef}, ${steps} } }`,
    ],
    [
      'the condition of the step',
      `jobs: { apply: { ${byRef}, steps: [{ uses: acme/lockstep@v1 }, { ${onMain}, uses: acme/lockstep@v1, with: { command: apply } }] } }`,
    ],
  ])('where %s allows no other one', async (_name, text) => {
    expect(codesOf(await inspect({ files: { [top]: text }, env: onPush }))).toEqual([])
    expect(
      codesOf(await inspect({ files: { [top]: text.replace('github.ref }', 'github.sha }') }, env: onPush })),
    ).toEqual(['group-not-by-state'])
  })

  test.each([
    [`on: { push: { branches: ['release/*'] } }\njobs: { apply: { ${byRef}, ${steps} } }`],
    [`on: { push: { branches: [main, dev] } }\njobs: { apply: { ${byRef}, ${steps} } }`],
    [`on: { push: { branches: [main], tags: ['v*'] } }\njobs: { apply: { ${byRef}, ${steps} } }`],
    [`jobs: { apply: { if: "github.actor != 'octocat'", ${byRef}, ${steps} } }`],
  ])('but not where others apply too: %s', async (text) => {
    expect(codesOf(await inspect({ files: { [top]: text }, env: onPush }))).toEqual(['group-not-by-state'])
  })

  test.each([
    [
      'workspace',
      `steps: [{ uses: acme/lockstep@v1, with: { command: apply, workspace: "\${{ github.ref_name }}" } }]`,
    ],
    ['environment', `environment: "\${{ github.ref_name == 'main' && 'prod' || 'dev' }}", ${steps}`],
    ['variable', `env: { TF_WORKSPACE: "\${{ github.ref_name }}" }, ${steps}`],
    [
      'variable of the step',
      `steps: [{ uses: acme/lockstep@v1, env: { TF_WORKSPACE: "\${{ github.ref_name }}" }, with: { command: apply } }]`,
    ],
  ])('of a state that each branch has by its %s', async (_name, job) => {
    const files = { [top]: `on: { push: { branches: [main, dev] } }\njobs: { apply: { ${byRef}, ${job} } }` }
    const stateAddress = 's3://tfstate/env:/main/app.tfstate'
    expect(codesOf(await inspect({ files, env: onPush, stateAddress }))).toEqual([])
    const bySha = { [top]: files[top].replace('tf-${{ github.ref }}', 'tf-${{ github.sha }}') }
    expect(codesOf(await inspect({ files: bySha, env: onPush, stateAddress }))).toEqual([
      'group-not-by-state',
    ])
  })

  test('for a job beside it that runs on pull requests only', async () => {
    const plan = (group: string): string =>
      `plan: { if: "github.event_name == 'pull_request'", concurrency: { group: "${group}", cancel-in-progress: true }, steps: [] }`
    const text = (group: string): string =>
      `jobs: { ${plan(group)}, apply: { ${onMain}, concurrency: { group: "${group}", queue: max }, ${steps} } }`
    const found = async (group: string): Promise<string[]> =>
      codesOf(await inspect({ files: { [top]: text(group) }, env: onPush }))
    expect(await found('tf-${{ github.ref }}')).toEqual([])
    expect(await found('tf')).toEqual(['cancels-apply'])
  })

  test('whose name GitHub tells', async () => {
    const files = {
      [top]: `jobs: { apply: { ${onMain}, concurrency: { group: "\${{ inputs.group }}", queue: max }, ${steps} } }`,
    }
    const groups = ['tf-refs/heads/main']
    expect(codesOf(await inspect({ files, env: onPush, groups }))).toEqual([])
    expect(
      codesOf(await inspect({ files: {}, env: { ...env, GITHUB_EVENT_NAME: 'issue_comment' }, groups })),
    ).toEqual([])
  })
})

test('a group bears the name of a short branch by chance', async () => {
  const files = {
    [top]: `jobs: { apply: { concurrency: { group: "\${{ inputs.group }}", queue: max }, ${steps} } }`,
  }
  const onBranch = { ...env, GITHUB_EVENT_NAME: 'pull_request', GITHUB_HEAD_REF: 'dev' }
  expect(codesOf(await inspect({ files, env: onBranch, groups: ['terraform-dev'] }))).toEqual([])
})

test('a plan of a state of its own pull request finds the group by the branch right', async () => {
  const files = {
    [top]: `on: pull_request\njobs: { plan: { concurrency: { group: "preview-\${{ github.ref }}", queue: max }, ${steps} } }`,
  }
  const end = await inspect({
    files,
    isApply: false,
    site: { job: 'plan' },
    env: {
      ...env,
      GITHUB_EVENT_NAME: 'pull_request',
      GITHUB_REF: 'refs/pull/7/merge',
      GITHUB_HEAD_REF: 'x/login',
    },
    event: { number: 7, repository: { default_branch: 'main' } },
    stateAddress: 's3://tfstate/env:/preview-7/app.tfstate',
  })
  expect(codesOf(end)).toEqual([])
})

test('a matrix that goes one by one cancels nothing that is in progress', async () => {
  const files = {
    [top]: `jobs: { apply: { strategy: { max-parallel: 1, matrix: { env: [dev, prod] } }, concurrency: { group: tf, queue: max }, ${steps} } }`,
  }
  expect(codesOf(await inspect({ files }))).toEqual([])
})

describe('the lines to paste', () => {
  const paste = async (text: string, called = ''): Promise<(string | undefined)[]> => {
    const path = 'acme/infra/.github/workflows/called.yml'
    const end = await inspect({
      files: { [top]: text, [path]: called },
      env: { ...env, GITHUB_EVENT_NAME: 'push' },
    })
    return end.findings.map((one) => one.paste)
  }

  test('have no queue beside what may cancel on another event, which GitHub refuses', async () => {
    const group = 'group: tf, cancel-in-progress: "${{ github.event_name == \'pull_request\' }}"'
    expect(await paste(`jobs: { apply: { concurrency: { ${group} }, ${steps} } }`)).toEqual([
      'queue: max\ncancel-in-progress: false',
    ])
    expect(await paste(`jobs: { apply: { concurrency: { group: tf, queue: single }, ${steps} } }`)).toEqual([
      'queue: max',
    ])
    expect(await paste(`jobs: { apply: { concurrency: tf, ${steps} } }`)).toEqual([
      'concurrency:\n  group: tf\n  queue: max\n  cancel-in-progress: false',
    ])
  })

  test('name no matrix and no state in a workflow that others call', async () => {
    const call =
      'strategy: { fail-fast: false, matrix: { state: [a, b] } }, uses: ./.github/workflows/called.yml'
    expect(await paste(`jobs: { tf: { ${call} } }`, `jobs: { apply: { ${steps} } }`)).toEqual([
      expect.stringContaining('  group: terraform-${{ inputs.state }} #'),
    ])
  })

  test('put the group of the state into the job, where the one of the workflow is by the branch', async () => {
    const text = `concurrency: { group: "ci-\${{ github.ref }}" }\njobs: { apply: { ${steps} } }`
    expect(await paste(text)).toEqual([
      expect.stringMatching(/^# in place of this group, in the job that applies\n/),
    ])
  })

  test('name the state of a plan for no other one', async () => {
    const end = await inspect({
      files: { [top]: `jobs:\n  one: { ${steps} }\n  two: { ${steps} }` },
      isApply: false,
      site: { job: 'plan' },
    })
    expect(end.findings.map((one) => one.paste)).toEqual([
      expect.stringContaining('group: terraform-production #'),
      expect.stringContaining('group: terraform-production #'),
    ])
  })

  test('do not let a pull request cancel where it is what applies', async () => {
    const text = `concurrency: { group: ci, cancel-in-progress: true }\njobs: { apply: { ${good}, ${steps} } }`
    const files = { [top]: text }
    const of = async (event: string): Promise<(string | undefined)[]> =>
      (await inspect({ files, env: { ...env, GITHUB_EVENT_NAME: event } })).findings.map((one) => one.paste)
    expect(await of('push')).toEqual([expect.stringContaining("github.event_name == 'pull_request'")])
    expect(await of('pull_request')).toEqual(['cancel-in-progress: false'])
  })

  test('are YAML for every name', async () => {
    const [text = ''] = await paste(`jobs: { apply: { concurrency: "a: b # c", ${steps} } }`)
    expect(text).toContain('group: "a: b # c"\n')
  })
})

test('a group by the commit is cancelled by no other push', async () => {
  const group = 'group: "ci-${{ github.event.pull_request.number || github.sha }}", cancel-in-progress: true'
  const files = { [top]: `concurrency: { ${group} }\njobs: { apply: { ${good}, ${steps} } }` }
  expect(codesOf(await inspect({ files, env: { ...env, GITHUB_EVENT_NAME: 'push' } }))).toEqual([])
  // Two comments are of the same commit of the default branch.
  expect(codesOf(await inspect({ files, env: { ...env, GITHUB_EVENT_NAME: 'issue_comment' } }))).toEqual([
    'cancelled-from-above',
  ])
})
