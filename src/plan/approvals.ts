import { renderInstant } from '../report/instant.ts'
import { plainLine } from '../report/plain-text.ts'
import { failingChecks, type CheckReading } from './commit-checks.ts'
import { shortCommit } from './git-id.ts'

/** The latest opinion of one account with write access. */
export interface Review {
  /** undefined for an account that is gone. */
  readonly author: string | undefined
  /** Not a bot's, nor an account's that nobody can sign in with. */
  readonly isByPerson: boolean
  readonly mayWrite: boolean
  readonly opinion: 'approved' | 'changes-requested' | 'none'
  /** undefined for a commit that is gone. */
  readonly commit: string | undefined
  /** Milliseconds since 1970. */
  readonly submittedAt: number | undefined
}

export interface ApprovalFacts {
  readonly reviews: readonly Review[]
  /** The head of the pull request, whose plan is to be applied. */
  readonly headCommit: string
  /** The login of the pull request's author; empty where the account is gone. */
  readonly author: string
  /** The input `required-approvals`. */
  readonly required: number
  /** When the plan was stored, in milliseconds since 1970: nobody has seen it before. */
  readonly notBefore: number
  /** GitHub's own, by the rules of the branch; null where no rule asks for a review. */
  readonly reviewDecision: 'APPROVED' | 'CHANGES_REQUESTED' | 'REVIEW_REQUIRED' | null
  readonly checks: CheckReading
  /** GITHUB_RUN_ID: what this run itself has not ended yet, or ended before it was run again. */
  readonly ownRunId: number | undefined
}

export type ApprovalVerdict =
  | { readonly kind: 'approved'; readonly approvers: readonly string[] }
  /** `message`, `advice`: whole sentences. */
  | { readonly kind: 'refused'; readonly message: string; readonly advice: string }

interface Objection {
  readonly message: string
  readonly advice: string
}

/**
 * Whether the plan of a pull request may be applied as far as people and checks have said so. GitHub's own decision
 * does not pin a commit, so it can refuse but never allow.
 */
export function judgeApprovals(facts: ApprovalFacts): ApprovalVerdict {
  const latest = latestOf(facts.reviews)
  const approvals = latest
    .filter(({ opinion }) => opinion === 'approved')
    .map((review) => ({ name: nameOf(review), flaw: flawOf(review, facts) }))
  const approvers = approvals.filter(({ flaw }) => flaw === undefined).map(({ name }) => name)
  const notCounted = approvals.flatMap(({ name, flaw }) => (flaw === undefined ? [] : [`${name} ${flaw}`]))
  const objectors = latest
    .filter(({ opinion, mayWrite }) => opinion === 'changes-requested' && mayWrite)
    .map(nameOf)
  const objections = [
    requestedChanges(objectors, facts),
    missingApprovals(approvers, notCounted, facts),
    ownDecision(facts),
    checkFailures(facts),
  ].filter((objection) => objection !== undefined)
  if (objections.length === 0) return { kind: 'approved', approvers }
  return {
    kind: 'refused',
    message: objections.map(({ message }) => message).join(' '),
    advice: objections.map(({ advice }) => advice).join(' '),
  }
}

/** One a person: who has approved again counts as of then. */
function latestOf(reviews: readonly Review[]): readonly Review[] {
  const latest = new Map<unknown, Review>()
  for (const review of [...reviews].sort((a, b) => (a.submittedAt ?? 0) - (b.submittedAt ?? 0))) {
    const { author, isByPerson } = review
    // Accounts that are gone are not all the same one.
    latest.set(author === undefined ? review : `${String(isByPerson)} ${loginKey(author)}`, review)
  }
  return [...latest.values()]
}

/** Why an approval does not count, in words that go on from its author's name; undefined: it counts. */
function flawOf(review: Review, { headCommit, author, notBefore }: ApprovalFacts): string | undefined {
  const { commit, submittedAt } = review
  if (review.author === undefined) return 'has no write access any more'
  if (!review.isByPerson) return 'is not a person'
  if (!review.mayWrite) return 'has no write access to the repository'
  if (isSameLogin(review.author, author)) return 'is the author of the pull request'
  if (commit === undefined) return 'has approved a commit that is gone'
  if (commit !== headCommit) return `has approved commit ${shortCommit(commit)}`
  if (submittedAt === undefined) return 'has approved nobody knows when'
  if (submittedAt < notBefore)
    return `has approved at ${renderInstant(submittedAt) ?? '?'}, before the plan was made`
  return undefined
}

function requestedChanges(
  names: readonly string[],
  { reviewDecision }: ApprovalFacts,
): Objection | undefined {
  if (names.length === 0 && reviewDecision !== 'CHANGES_REQUESTED') return undefined
  const who = names.length === 0 ? 'According to GitHub, somebody' : listed(names)
  return {
    message: `${who} ${names.length > 1 ? 'request' : 'requests'} changes.`,
    advice: 'Settle what was asked for, and let its reviewer approve or dismiss the review.',
  }
}

function missingApprovals(
  approvers: readonly string[],
  notCounted: readonly string[],
  { required, headCommit, notBefore }: ApprovalFacts,
): Objection | undefined {
  const missing = required - approvers.length
  if (missing <= 0) return undefined
  const have = approvers.length === 0 ? 'nobody has approved it' : `only ${listed(approvers)} approved it`
  const others = notCounted.length === 0 ? '' : ` Not counted: ${notCounted.slice(0, maxListed).join('; ')}.`
  const since = renderInstant(notBefore)
  return {
    message: `${approvals(required)} of commit ${shortCommit(headCommit)} ${required === 1 ? 'is' : 'are'} required, and ${have}: ${String(missing)} ${missing === 1 ? 'is' : 'are'} missing.${others}`,
    advice: `Let somebody else with write access review the plan and approve commit ${shortCommit(headCommit)}${since === undefined ? '' : `, after the plan was made at ${since}`}.`,
  }
}

function ownDecision({ reviewDecision }: ApprovalFacts): Objection | undefined {
  if (reviewDecision !== 'REVIEW_REQUIRED') return undefined
  return {
    message: 'GitHub still asks for a review, by the rules of the branch or by CODEOWNERS.',
    advice: 'Get the reviews that the pull request lists.',
  }
}

function checkFailures({ checks, ownRunId }: ApprovalFacts): Objection | undefined {
  if (checks.kind === 'unreadable') {
    return {
      message: `Whether a check of the commit fails is not known: ${checks.reason}`,
      advice:
        'Give the job the permissions "checks: read", "statuses: read" and "actions: read", where it lacks them.',
    }
  }
  const names = failingChecks(checks.checks, ownRunId).map((name) => `"${plainLine(name, 100)}"`)
  if (names.length === 0) return undefined
  return names.length === 1
    ? { message: `The check ${listed(names)} fails.`, advice: 'Put it right, or run it again.' }
    : { message: `The checks ${listed(names)} fail.`, advice: 'Put them right, or run them again.' }
}

const maxListed = 10

function listed(items: readonly string[]): string {
  const shown = items.slice(0, maxListed)
  const more = items.length - shown.length
  const parts = more === 0 ? shown : [...shown, `${String(more)} more`]
  return parts.length === 1 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`
}

function approvals(count: number): string {
  return count === 1 ? '1 approval' : `${String(count)} approvals`
}

function nameOf({ author }: Review): string {
  return author === undefined ? 'Somebody whose account is gone' : plainLine(author, 100)
}

function isSameLogin(one: string, other: string): boolean {
  return loginKey(one) === loginKey(other)
}

/** Logins are not case sensitive, and GitHub's two APIs do not agree on the suffix of a bot's. */
function loginKey(login: string): string {
  return login.toLowerCase().replace(/\[bot\]$/, '')
}
