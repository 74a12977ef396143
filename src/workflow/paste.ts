import { plainLine } from '../report/plain-text.ts'
import { lastOf, type JobChain } from './job-chains.ts'
import type { Concurrency } from './workflow-file.ts'

interface PasteFacts {
  /** undefined: it is not known. */
  readonly chain: JobChain | undefined
  readonly stateGroup: string | undefined
  readonly isEnterpriseServer: boolean
}

export const keepsRunning = 'cancel-in-progress: false'
export const cancelsOnPullRequests = "cancel-in-progress: ${{ github.event_name == 'pull_request' }}"
export const groupOfPlan = 'group: terraform-plan-${{ github.event.pull_request.number }}'

/** The `concurrency` of a job that applies. */
export function concurrencyBlock({ chain, stateGroup, isEnterpriseServer }: PasteFacts): string {
  const isMatrix = chain !== undefined && lastOf(chain).job.matrix !== undefined
  const group = isMatrix
    ? 'terraform-${{ matrix.state }} # by what tells the states of the matrix apart'
    : chain !== undefined && chain.length > 1
      ? 'terraform-${{ inputs.state }} # by the inputs that tell the states of its callers apart'
      : (stateGroup ?? 'terraform-production # one name for one state')
  const queue = isEnterpriseServer ? [] : ['  queue: max']
  return ['concurrency:', `  group: ${group}`, ...queue, `  ${keepsRunning}`].join('\n')
}

/** The same where the line is that of a group further up, which others hold too. */
export function concurrencyOfJob(facts: PasteFacts): string {
  return `# in place of this group, in the job that applies\n${concurrencyBlock(facts)}`
}

/** What gives a group a queue. GitHub refuses `queue: max` where `cancel-in-progress` is true, be it on some events only. */
export function queueOf({ group, cancelInProgress, isTextAlone }: Concurrency): string {
  if (!isTextAlone)
    return ['queue: max', ...((cancelInProgress?.text ?? 'false') === 'false' ? [] : [keepsRunning])].join(
      '\n',
    )
  const name = plainLine(group?.text ?? '', 400)
  const written = /^[\w./-]+$/.test(name) ? name : JSON.stringify(name)
  return ['concurrency:', `  group: ${written}`, '  queue: max', `  ${keepsRunning}`].join('\n')
}

/** A gate that holds no group, before the job that applies. */
export function approvalBeforeApply(facts: PasteFacts): string {
  return [
    'approve:',
    '  runs-on: ubuntu-latest',
    '  environment: production-approval # the one with the reviewers',
    '  steps:',
    '    - run: echo approved',
    'apply:',
    '  needs: approve',
    ...concurrencyBlock(facts)
      .split('\n')
      .map((line) => `  ${line}`),
  ].join('\n')
}
