import { createHash } from 'node:crypto'
import type { RunReference } from '../../src/lock/annotation.ts'
import { digestKeyFromBytes } from '../../src/plan/plan-bundle.ts'
import type { DigestKey } from '../../src/plan/plan-store.ts'
import type { PlanRecord, PlanRequest, ReviewedPlan } from '../../src/plan/reviewed-plan.ts'

export const commitOfPlan = 'c0ffee'.padEnd(40, '0')

export const planRun: RunReference = {
  ...{ serverUrl: 'https://github.com', repository: 'acme/infra', runId: 42, attempt: 1 },
  ...{ jobId: 7, pullRequest: 3, actor: 'alice' },
}

export const digestKey = (fill = 1): DigestKey => digestKeyFromBytes(Buffer.alloc(32, fill))

export interface PlanChanges {
  record?: Partial<PlanRecord>
  request?: Partial<PlanRequest>
  planFile?: Buffer
  lockFile?: string | undefined
}

/** A plan as it is stored; `changes` shows what matters to the test. */
export function reviewedPlan(key: DigestKey, changes: PlanChanges = {}): ReviewedPlan {
  const { planFile = Buffer.from('a plan file'), record, request } = changes
  const lockFile = 'lockFile' in changes ? changes.lockFile : 'provider "registry.terraform.io/x/y" {}\n'
  const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex')
  return {
    planFile,
    lockFile,
    record: {
      stateAddress: 's3://tfstate/app/terraform.tfstate',
      workspace: 'default',
      commit: commitOfPlan,
      baseCommit: 'b'.repeat(40),
      builtCommit: 'd'.repeat(40),
      tree: null,
      folderTree: null,
      pullRequest: 3,
      run: planRun,
      actor: 'alice',
      event: 'pull_request',
      branch: 'main',
      createdAt: '2026-11-23T10:00:00.000Z',
      engine: 'terraform',
      engineVersion: '1.14.1',
      account: '123456789012',
      request: {
        ...{
          commentKey: '',
          destroy: false,
          refreshOnly: false,
          planArguments: ['-var=a=b\nc'],
          varFiles: [],
        },
        cliArguments: {},
        ...request,
      },
      varFileDigests: [],
      lockFileDigest: lockFile === undefined ? null : sha256(lockFile),
      serial: 4,
      lineage: '1b1e9d26-0d3f-2a8b-3b7e-6d0a3a6e6a1c',
      planFileDigest: sha256(planFile),
      planDigest: 'e'.repeat(64),
      keyId: key.id,
      hasChanges: true,
      ...record,
    },
  }
}
