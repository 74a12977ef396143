import type { JobChain } from './job-chains.ts'

interface PasteFacts {
  /** undefined: it is not known. */
  readonly chain: JobChain | undefined
  readonly stateGroup: string | undefined
  readonly isEnterpriseServer: boolean
}

export const cancelsOnPullRequests = "cancel-in-progress: ${{ github.event_name == 'pull_request' }}"
export const groupOfPlan = 'group: terraform-plan-${{ github.event.pull_request.number }}'

/** The `concurrency` of a job that applies. */
export function concurrencyBlock({ chain, stateGroup, isEnterpriseServer }: PasteFacts): string {
  const isMatrix = chain?.some(({ job }) => job.matrix !== undefined) === true
  const group = isMatrix
    ? 'terraform-${{ matrix.state }} # by what tells the states of the matrix apart'
    : (stateGroup ?? 'terraform-production # one name for one state')
  const queue = isEnterpriseServer ? [] : ['  queue: max']
  return ['concurrency:', `  group: ${group}`, ...queue, '  cancel-in-progress: false'].join('\n')
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
