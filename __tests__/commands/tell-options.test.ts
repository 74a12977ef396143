import { expect, test } from '@jest/globals'

import { tellOptionsOf, type GitHubContext } from '../../src/commands/on-github.ts'
import { startJourney } from '../../src/commands/outcome.ts'
import { renderJobSummary } from '../../src/report/job-summary.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { ended, finishedRun, story } from '../support/stories.ts'

const told = story(ended('contended'), { holder: finishedRun })
const summaryIn = (env: GitHubContext['env']): string => {
  const inputs = { workspaceRoot: '/work', workingDirectory: '/work/app', workspace: undefined }
  const context = { inputs: inputs as GitHubContext['inputs'], env }
  return renderJobSummary(told, tellOptionsOf(context, startJourney(), createFakeClock()))
}

test('the step to paste names the action as the workflow of this run does', () => {
  const env = { GITHUB_ACTION_REPOSITORY: 'acme/lockstep', GITHUB_ACTION_REF: 'v1' }
  expect(summaryIn(env)).toContain('- uses: acme/lockstep@v1\n')
  expect(summaryIn(env)).toContain('working-directory: app\n')
})

test('an action of the workflow’s own folder has no name, so there is one to replace', () => {
  expect(summaryIn({})).toContain('- uses: OWNER/lockstep@v1\n')
})
