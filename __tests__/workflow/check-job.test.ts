import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, test } from '@jest/globals'

import { checkApplyJob, environmentsOf } from '../../src/workflow/check-job.ts'
import { chainsOfJob, readJobChains, type JobSite } from '../../src/workflow/job-chains.ts'
import { contextsOfRun } from '../../src/workflow/run-contexts.ts'

/**
 * Workflows that a run may be of. A line that is wrong ends in `# expect: code`; the first lines tell what else is to
 * be known: the file with the job `apply`, the event, the state.
 */
const folder = join(import.meta.dirname, '../fixtures/workflows')
const textOf = (name: string): string => readFileSync(join(folder, name), 'utf8')
const cases = readdirSync(folder).filter((name) => /^[\w-]+\.yml$/.test(name))

interface Told {
  readonly file: string
  readonly line: number
  readonly code: string
}

function expectedOf(names: ReadonlySet<string>): Told[] {
  return [...names].flatMap((file) =>
    textOf(file)
      .split('\n')
      .flatMap((text, index) =>
        [...(/# expect: (.*)/.exec(text)?.[1]?.trim().split(', ') ?? [])].map((code) => ({
          file,
          line: index + 1,
          code,
        })),
      ),
  )
}

async function check(name: string): Promise<{ readonly found: Told[]; readonly read: ReadonlySet<string> }> {
  const text = textOf(name)
  const told = (key: string, otherwise: string): string =>
    new RegExp(`^\\uFEFF?# ${key}: (.*)$`, 'm').exec(text)?.[1]?.trim() ?? otherwise
  const event = told('event', 'push')
  const ref = event === 'pull_request' ? 'refs/pull/7/merge' : told('ref', 'refs/heads/main')
  const path = (file: string): string => `acme/infra/.github/workflows/${file}@${ref}`
  const site: JobSite = {
    workflowRef: path(name),
    workflowSha: 'a'.repeat(40),
    job: 'apply',
    jobWorkflowRef: path(told('in', name)),
    jobWorkflowSha: 'a'.repeat(40),
  }
  const read = new Set<string>()
  const { chains, gaps } = await readJobChains(site, (place) => {
    read.add(basename(place.path))
    return Promise.resolve(textOf(basename(place.path)))
  })
  expect(gaps).toEqual([])
  const env = {
    GITHUB_EVENT_NAME: event,
    GITHUB_REF: ref,
    GITHUB_REF_NAME: ref.replace(/^refs\/(?:heads|pull)\//, ''),
    GITHUB_HEAD_REF: event === 'pull_request' ? 'feature/login' : '',
    GITHUB_SHA: 'a'.repeat(40),
    GITHUB_RUN_ID: '1658821493',
    GITHUB_RUN_NUMBER: '3',
    GITHUB_ACTOR: 'octocat',
    GITHUB_WORKFLOW: 'Terraform',
  }
  const payload = {
    repository: { default_branch: 'main' },
    ...(event === 'pull_request' ? { number: 7, pull_request: { number: 7 } } : {}),
  }
  const contexts = contextsOfRun(env, payload)
  const own = chainsOfJob(chains, site)
  expect(own.length).toBeGreaterThan(0)
  const guarded = own
    .flatMap((chain) => environmentsOf(chain, contexts))
    .filter((environment) => /approval/i.test(environment))
  const found = own.flatMap((chain) =>
    checkApplyJob(chain, {
      ...contexts,
      ownRun: contexts.run,
      isEnterpriseServer: told('server', 'https://github.com') !== 'https://github.com',
      guardedEnvironments: new Set(
        told('reviewed', 'all') === 'none' ? [] : guarded.map((environment) => environment.toLowerCase()),
      ),
      groups: [],
      stateAddress: told('state', 's3://tfstate/app.tfstate'),
      stateGroup: 'lockstep-0123456789abcdef',
    }).map(({ code, place }) => ({ file: basename(place!.file.path), line: place!.line, code })),
  )
  return { found, read }
}

const sorted = (list: readonly Told[]): Told[] =>
  list.toSorted((a, b) => `${a.file} ${a.line} ${a.code}`.localeCompare(`${b.file} ${b.line} ${b.code}`))

test('the corpus has enough of both', () => {
  expect(cases.filter((name) => name.startsWith('good-')).length).toBeGreaterThan(15)
  expect(cases.filter((name) => name.startsWith('bad-')).length).toBeGreaterThan(25)
})

test.each(cases)('%s', async (name) => {
  const { found, read } = await check(name)
  expect(sorted(found)).toEqual(sorted(expectedOf(read)))
  expect(found.length > 0).toBe(name.startsWith('bad-'))
})
