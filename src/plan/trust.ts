import { shortCommit } from './git-id.ts'

/** What a run knows of whose code it has before it, and at whose word. */
export interface TrustFacts {
  readonly command: 'plan' | 'apply'
  readonly event: {
    /** GITHUB_EVENT_NAME */
    readonly name: string
    /** `isFork`: the head lies in another repository; undefined where the event does not tell. */
    readonly pullRequest: { readonly isFork: boolean | undefined } | undefined
    /** Of a `workflow_run`: the run that it follows was one of a fork's code. */
    readonly isForkRun: boolean
  }
  /** GITHUB_SHA; on `pull_request_target` and `workflow_run` a commit of this repository's own branch. */
  readonly commit: string
  /** The commit that is checked out; undefined where that is not known. */
  readonly checkedOut: string | undefined
  /** Whether the author of an `issue_comment` may write to the repository; undefined where that could not be asked. */
  readonly actorMayWrite: boolean | undefined
}

export type TrustVerdict =
  | { readonly kind: 'trusted' }
  /** `message`: what is so, and what could happen; `advice`: what to do instead. */
  | { readonly kind: 'refused'; readonly message: string; readonly advice: string }

/**
 * Whether the command may run at all. Terraform runs what its configuration names, providers and programs, already for
 * `init` and `plan`, with everything that the job can reach
 * (https://securitylab.github.com/resources/github-actions-preventing-pwn-requests/).
 */
export function judgeTrust(facts: TrustFacts): TrustVerdict {
  const { command, event } = facts
  if (event.name === 'issue_comment') return judgeComment(facts)
  return command === 'apply' ? judgeApply(event) : judgePlan(facts)
}

const applyAfterMerge =
  'Merge the pull request and apply on `push`, or let somebody with write access start the apply by `issue_comment` or `workflow_dispatch`.'
const planWithoutSecrets =
  'Plan forks on `pull_request`, where they get no secrets. Where the plan needs credentials, read the code first, bring it to a branch of this repository and plan that.'

/** Anybody can comment, on every pull request of a public repository. */
function judgeComment({ command, actorMayWrite }: TrustFacts): TrustVerdict {
  if (actorMayWrite === true) return trusted
  if (actorMayWrite === undefined) {
    return refused(
      `Whether the author of this comment may write to the repository could not be asked, and a stranger's comment must not start ${command === 'apply' ? 'an apply' : 'a plan'} with the credentials of this job.`,
      'Run this job again. If that does not help, look whether the github-token is one of this repository.',
    )
  }
  return refused(
    `The author of this comment has no write access to the repository: anybody can comment, and so could ${command === 'apply' ? 'change or destroy what is in production' : "run a pull request's code with the credentials of this job"}.`,
    'Let somebody with write access comment.',
  )
}

function judgeApply({ name, pullRequest, isForkRun }: TrustFacts['event']): TrustVerdict {
  if (name === 'pull_request_target') {
    return refused(
      'On `pull_request_target` nothing is applied: anybody who opens a pull request starts this event, with the secrets of the repository, and could so change or destroy what is in production before anybody has looked.',
      applyAfterMerge,
    )
  }
  // A review and its comments come with the pull request too.
  if (name.startsWith('pull_request') && pullRequest?.isFork !== false) {
    return refused(
      'This pull request comes from a fork: whoever has opened it has no write access here, and could change or destroy what the credentials of this job reach.',
      applyAfterMerge,
    )
  }
  if (isForkRun) {
    return refused(
      "This run follows one of a fork's code: a stranger has chosen its commit and its artifacts, and could use the secrets of the repository to change or destroy what is in production.",
      applyAfterMerge,
    )
  }
  return trusted
}

/** Both events run with the secrets of the repository; what they check out is the workflow's choice. */
function judgePlan({ event, commit, checkedOut }: TrustFacts): TrustVerdict {
  const { name, pullRequest, isForkRun } = event
  const hasSecretsForFork = (name === 'pull_request_target' && pullRequest?.isFork !== false) || isForkRun
  if (!hasSecretsForFork) return trusted
  if (checkedOut === undefined) {
    return refused(
      `Which commit is checked out is not known. On \`${name}\` a fork's code would run with the secrets of the repository, already in \`init\` and \`plan\`, and could send them away.`,
      `Check out the repository with actions/checkout in this job. ${planWithoutSecrets}`,
    )
  }
  if (commit === '' || checkedOut !== commit) {
    return refused(
      `On \`${name}\` this job has checked out ${shortCommit(checkedOut)}, which is not the commit of this repository that the event is for. A fork's code would run with the secrets of the repository, already in \`init\` and \`plan\`, and could send them away.`,
      planWithoutSecrets,
    )
  }
  return trusted
}

const trusted: TrustVerdict = { kind: 'trusted' }

function refused(message: string, advice: string): TrustVerdict {
  return { kind: 'refused', message, advice }
}
