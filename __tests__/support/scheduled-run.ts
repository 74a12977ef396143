import type { ActionRunOptions } from './fake-runner.ts'
import { token } from './pull-request.ts'

/** What the runner tells a job of a workflow on a schedule, which GitHub runs on the default branch. */
export function onSchedule(apiUrl: string): Partial<ActionRunOptions> {
  return {
    expressions: { 'github.token': token, 'job.check_run_id': '4711' },
    github: { API_URL: apiUrl },
    event: {
      name: 'schedule',
      payload: { schedule: '17 4 * * *', repository: { full_name: 'acme/infra', default_branch: 'main' } },
    },
  }
}
