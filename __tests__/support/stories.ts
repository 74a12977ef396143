import type { Decision } from '../../src/lock/removal.ts'
import type { LockHolder } from '../../src/lock/lock-holder.ts'
import { holderFromInfo } from '../../src/lock/lock-holder.ts'
import { noChanges } from '../../src/plan/changes.ts'
import type { LockLeft } from '../../src/lock/lock-reading.ts'
import type { Diagnostic } from '../../src/plan/diagnostic.ts'
import type { PlanView } from '../../src/plan/plan-view.ts'
import type { CommentOptions } from '../../src/report/comment-body.ts'
import { renderComment } from '../../src/report/comment-body.ts'
import type { KeptComment } from '../../src/report/comment-marker.ts'
import { parseComment } from '../../src/report/comment-marker.ts'
import type { OwnRun, Phase, Story } from '../../src/report/story.ts'
import { recoveryFromStream } from '../../src/plan/unsaved.ts'
import { decisionFor } from './fake-lock.ts'
import { readFixture } from './fixture.ts'

export const now = Date.parse('2026-08-22T10:12:10Z')
export const stateAddress = 's3://acme-terraform-state/prod/network/terraform.tfstate'
export const key = { stateAddress, folder: 'network', commentKey: '' }

export const ownRun: OwnRun = {
  serverUrl: 'https://github.com',
  repository: 'acme/infra',
  url: 'https://github.com/acme/infra/actions/runs/17034889012/job/48291130377',
  commit: '5c1d9e07b3f2a8846e0b7cde91a3f4450a7be612',
  actor: 'bob',
}

export const counts = { ...noChanges, add: 2, change: 1, destroy: 1, replace: 1 }

const noReasons = { isCreatedFirst: false, movedFrom: undefined, importId: undefined, reasons: [] }

/** What a plan of AWS looks like, in Terraform's own text. */
export const planView: PlanView = {
  counts,
  ...{ isErrored: false, drift: [], failingChecks: [] },
  resources: [
    {
      ...noReasons,
      ...{ address: 'aws_instance.bastion', type: 'aws_instance', action: 'replace' },
      diff: `-/+ resource "aws_instance" "bastion" {
      ~ ami                    = "ami-0f1e2d3c4b5a69788" -> "ami-0aa1bb2cc3dd4ee5f" # forces replacement
      ~ id                     = "i-0b1946c2f7e3a5d80" -> (known after apply)
      ~ private_ip             = "10.20.4.17" -> (known after apply)
        tags                   = {
            "Name" = "bastion"
        }
        # (28 unchanged attributes hidden)
    }`,
    },
    {
      ...noReasons,
      ...{ address: 'aws_route53_record.api', type: 'aws_route53_record', action: 'change' },
      diff: `  ~ resource "aws_route53_record" "api" {
        id      = "Z0361ACME_api.acme.example_A"
        name    = "api.acme.example"
      ~ ttl     = 300 -> 60
        # (5 unchanged attributes hidden)
    }`,
    },
    {
      ...noReasons,
      ...{ address: 'aws_security_group_rule.https', type: 'aws_security_group_rule', action: 'create' },
      diff: `  + resource "aws_security_group_rule" "https" {
      + cidr_blocks       = [
          + "10.20.0.0/16",
        ]
      + from_port         = 443
      + id                = (known after apply)
      + protocol          = "tcp"
      + security_group_id = "sg-04c7d2e9b1f86a350"
      + to_port           = 443
      + type              = "ingress"
    }`,
    },
  ],
  outputs: [{ name: 'bastion_ip', action: 'change' }],
  outputsDiff: '  ~ bastion_ip = "10.20.4.17" -> (known after apply)',
}

/** A plan of nothing, on a state that was changed by other means. */
export const planViewWithDrift: PlanView = {
  ...{ counts: noChanges, isErrored: false, resources: [], failingChecks: [], outputs: [], outputsDiff: '' },
  drift: [{ ...planView.resources[1]!, action: 'change' }],
}

/** A plan in which every text is `text`, as far as there is room for it. */
export function planViewOf(text: string): PlanView {
  const resource = {
    ...{ address: text, type: text, isCreatedFirst: true, movedFrom: text, importId: text, reasons: [text] },
    diff: undefined,
  }
  // A diff that does not fit would be left out.
  const diff = `  + resource "a" "b" {\n      + n = <<-EOT\n            ${text.slice(0, 1_000)}\n        EOT\n    }`
  return {
    ...{ counts, isErrored: false },
    resources: [
      { ...resource, action: 'replace' },
      { ...resource, action: 'replace', diff },
    ],
    drift: [{ ...resource, action: 'change', diff }],
    outputs: [{ name: text, action: 'create' }],
    outputsDiff: `  + ${text.slice(0, 1_000)} = ${JSON.stringify(text.slice(0, 1_000))}`,
    failingChecks: [
      { address: text, problems: [text, text] },
      { address: text, problems: [] },
    ],
  }
}

export function story(phase: Phase, fields: Partial<Story> = {}): Story {
  return {
    command: 'plan',
    phase,
    stateAddress,
    counts: undefined,
    holder: undefined,
    queue: undefined,
    findings: [],
    audit: undefined,
    lockWaitedMs: 0,
    lockAttempts: 1,
    lockRecovered: undefined,
    decision: undefined,
    ...{
      isPlanVoid: false,
      leftLock: undefined,
      recovery: undefined,
      comparison: undefined,
      reviewedPlan: undefined,
      restore: undefined,
      plannedCommit: undefined,
    },
    issue: undefined,
    warnings: [],
    diagnostics: [],
    plan: undefined,
    planText: '',
    run: ownRun,
    ...fields,
  }
}

export const ended = (result: string, message = '', failureReason = ''): Phase => ({
  ...{ kind: 'ended', result, message, failureReason },
})

export const waiting: Phase = { kind: 'waiting', givesUpAt: Date.parse('2026-08-22T10:22:00Z') }

const lockInfo = {
  id: '1f2e3d4c-5b6a-4798-8a9b-0c1d2e3f4a5b',
  operation: 'OperationTypeApply',
  info: '',
  who: 'alice@mbp-alice',
  version: '1.11.4',
  created: '2026-08-22T10:09:41.482913Z',
  path: 'acme-terraform-state/prod/network/terraform.tfstate',
}
export const laptop: LockHolder = holderFromInfo(lockInfo, now)
export const otherRun: LockHolder = holderFromInfo(
  {
    ...lockInfo,
    who: 'runner@fv-az1429-618',
    info: 'lockstep run=https://github.com/acme/infra/actions/runs/17034550291/attempts/1 job=48290044110 pr=412 actor=alice',
  },
  now,
)
export const aliveRun: LockHolder = {
  ...otherRun,
  verdict: 'alive',
  run: { ...otherRun.run!, status: 'in_progress' },
}
export const finishedRun: LockHolder = {
  ...otherRun,
  verdict: 'finished',
  ageSeconds: 7_389,
  created: '2026-08-22T08:09:01Z',
  run: { ...otherRun.run!, status: 'completed', conclusion: 'cancelled' },
}

/** Of the lock of that run. */
export const decision: Decision = decisionFor(
  { kind: 'held', holder: finishedRun, version: {} },
  { reason: 'run 17034550291 was cut off, its state was checked', at: now },
)

export const diagnostics: readonly Diagnostic[] = [
  {
    severity: 'warning',
    summary: 'Argument is deprecated',
    detail: 'Use aws_s3_bucket_versioning instead.',
  },
  {
    severity: 'error',
    summary: 'Unsupported attribute',
    detail: 'This object has no argument, nested block, or exported attribute named "arnn".',
    range: { filename: 'network/main.tf', start: { line: 42, column: 24 }, end: { line: 42, column: 29 } },
    snippet: {
      context: 'resource "aws_flow_log" "vpc"',
      code: '  log_destination = aws_s3_bucket.logs.arnn',
      startLine: 42,
    },
  },
]

export function comment(told: Story, options: Partial<CommentOptions> = {}): string {
  return renderComment(told, {
    ...{ key, kept: undefined, folderName: 'network', now, sensitive: new Set() },
    ...options,
  })
}

const planned = story(ended('changes'), { counts, plan: planView })
/** What is kept of an earlier comment. */
export const kept: KeptComment = parseComment(
  comment({ ...planned, run: { ...ownRun, commit: '9b8a7c6d5e4f30211203948576afbecd01928374' } }),
  key,
)!
/** The run failed before its state was known. */
export const unknownKey = { ...key, stateAddress: undefined }

const unsavedLock: LockLeft = {
  kind: 'left',
  holder: otherRun,
  reason: 'Terraform was killed or crashed while it was changing resources',
  isUnsaved: true,
}
const deniedLock: LockLeft = {
  ...unsavedLock,
  reason: 'it could not be removed: AccessDenied',
  isUnsaved: false,
}
const timedOut = { lockWaitedMs: 602_000, lockAttempts: 1 }
/** Every state of the comment, by the name of its golden file. */
export const comments: Readonly<Record<string, string>> = {
  planning: comment(story({ kind: 'working' })),
  'waiting-run': comment(story(waiting, { holder: aliveRun })),
  'waiting-laptop': comment(story(waiting, { holder: laptop })),
  'waiting-kept-plan': comment(story(waiting, { holder: aliveRun, command: 'apply' }), { kept }),
  planned: comment(planned),
  'no-changes': comment(story(ended('no-changes'), { counts: noChanges })),
  applied: comment(story(ended('applied'), { command: 'apply', counts, plan: planView }), { kept }),
  'applied-unreviewed': comment(story(ended('applied'), { command: 'apply', counts }), { kept }),
  'no-changes-but-drift': comment(story(ended('no-changes'), { counts: noChanges, plan: planViewWithDrift })),
  failed: comment(
    story(ended('failed', 'terraform plan failed: Unsupported attribute', 'terraform-error'), {
      diagnostics,
      warnings: ['No lock protects this state: set use_lockfile = true in its backend.'],
    }),
    { kept },
  ),
  'gave-up': comment(
    story(ended('contended', '', 'lock-contention'), { ...timedOut, command: 'apply', holder: finishedRun }),
    { kept },
  ),
  'gave-up-laptop': comment(
    story(ended('contended', '', 'lock-contention'), { ...timedOut, holder: laptop }),
  ),
  'failed-early': comment(
    story(ended('failed', 'terraform init failed: Unsupported argument', 'terraform-error'), {
      diagnostics: [
        {
          severity: 'error',
          summary: 'Unsupported argument',
          detail: 'An argument named "buckett" is not expected here.',
          range: { filename: 'backend.tf', start: { line: 3, column: 5 }, end: { line: 3, column: 12 } },
          snippet: {
            context: 'terraform',
            code: '    buckett = "acme-terraform-state"',
            startLine: 3,
          },
        },
      ],
    }),
    { kept, key: unknownKey },
  ),
  unlocked: comment(
    story(ended('unlocked'), {
      ...{ command: 'unlock', holder: finishedRun, decision, lockRecovered: decision.lockId },
      run: { ...ownRun, commit: '' },
    }),
    { kept },
  ),
  'unlock-of-another-lock': comment(
    story(ended('failed', `Nothing was removed: the state is not locked by 0a1b.`, 'lock-contention'), {
      ...{ command: 'unlock', holder: aliveRun, run: { ...ownRun, commit: '' } },
    }),
  ),
  'already-unlocked': comment(
    story(ended('already-free', 'The state is not locked. There is nothing to remove.'), {
      ...{ command: 'unlock', run: { ...ownRun, commit: '' } },
    }),
  ),
  'cut-off': comment(
    story(
      ended(
        'cancelled',
        `The job was cancelled. The state lock stays, since ${unsavedLock.reason}.`,
        'cancelled',
      ),
      {
        ...{ command: 'apply', counts: { ...noChanges, add: 1 }, isPlanVoid: true, leftLock: unsavedLock },
        recovery: recoveryFromStream(
          readFixture('stream-killed-create.jsonl').split('\n'),
          readFixture('state-killed-create.json'),
        ),
      },
    ),
    { kept },
  ),
  'lock-left': comment(
    story(ended('failed', 'terraform apply failed: Error releasing the state lock', 'lock-fault'), {
      ...{ command: 'apply', counts: { ...noChanges, add: 1 }, leftLock: deniedLock },
    }),
  ),
  'gave-up-needs-attention': comment(
    story(ended('contended', '', 'lock-contention'), {
      ...timedOut,
      holder: { ...finishedRun, info: `${finishedRun.info} needs-attention` },
    }),
    { kept },
  ),
  cancelled: comment(
    story(ended('cancelled', 'The job was cancelled before Terraform was started.', 'cancelled')),
    { kept },
  ),
}
