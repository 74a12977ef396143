import { expect, test } from '@jest/globals'

import { inspectWorkflow } from '../../src/workflow/inspect-workflow.ts'
import { readWorkflowFile, workflowFiles } from '../support/workflow-files.ts'

/** What the concurrency check says of the applying jobs of a workflow of ours. */
async function findingsIn(path: string, spoil: (text: string) => string = (text) => text): Promise<string[]> {
  const env = { GITHUB_REF: 'refs/heads/main', GITHUB_REF_NAME: 'main', GITHUB_RUN_ID: '1658821493' }
  const { findings, gaps } = await inspectWorkflow(
    {
      site: {
        ...{ workflowRef: `OWNER/lockstep/${path}@refs/heads/main`, workflowSha: 'a'.repeat(40), job: '' },
        ...{ jobWorkflowRef: '', jobWorkflowSha: '' },
      },
      ...{ isApply: false, env, event: { repository: { default_branch: 'main' } }, matrix: undefined },
      ...{ action: 'OWNER/lockstep', groups: undefined, stateAddress: undefined, stateGroup: undefined },
      isEnterpriseServer: path.includes('enterprise'),
    },
    {
      readFile: (place) => Promise.resolve(spoil(readWorkflowFile(place.path).text)),
      isGuardedEnvironment: (name) => Promise.resolve(name.includes('approval')),
      readJobName: () => Promise.resolve(undefined),
    },
  )
  expect(gaps).toEqual([])
  return findings.map(({ code, place }) => `${code} ${String(place?.line)}`)
}

test.each(workflowFiles.map(({ path }) => path))(
  'nothing is wrong with the concurrency of %s',
  async (path) => {
    expect(await findingsIn(path)).toEqual([])
  },
)

test('what would be wrong is seen in each that applies', async () => {
  const applying = workflowFiles.filter(({ text }) => /command: apply|workflows\/terraform/.test(text))
  expect(applying.length).toBeGreaterThan(8)
  for (const { path } of applying) {
    // It applies to a state on its own disk, with the action by its path.
    if (path.endsWith('ci.yml')) continue
    const withoutGroups = (text: string): string => text.replaceAll(/^ {4}concurrency:$/gm, '    ignored:')
    expect((await findingsIn(path, withoutGroups)).join()).toMatch(/no-concurrency-group/)
  }
})
