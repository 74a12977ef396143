locals {
  owner_and_name = split("/", var.repository)

  # How the subject of a token begins; the IDs are in those of a repository that was made or renamed on 15 July 2026
  # or later: https://github.blog/changelog/2026-04-23-immutable-subject-claims-for-github-actions-oidc-tokens/
  subject_prefixes = concat(
    var.accept_subjects_without_ids ? ["repo:${var.repository}"] : [],
    [for ids in var.repository_ids[*] : "repo:${local.owner_and_name[0]}@${ids.owner}/${local.owner_and_name[1]}@${ids.repository}"],
  )

  main = "ref:refs/heads/${var.default_branch}"
  subjects = { for role, ends in {
    # A pull request's job, one that was started by hand, and the plan that is made on main for an approval.
    plan   = ["pull_request", "environment:${var.plan_environment}", local.main]
    apply  = ["environment:${var.apply_environment}"]
    review = [local.main]
  } : role => flatten([for prefix in local.subject_prefixes : [for end in ends : "${prefix}:${end}"]]) }

  sids = { plan = "PlanJobs", apply = "ApplyJobsOfMain", review = "ReviewJobsOfMain" }

  # Whoever may push a branch can name the environment in a workflow there. STS knows the branch only in the
  # commercial regions: elsewhere the rule of the environment on GitHub is all there is.
  more_conditions = {
    plan   = {}
    apply  = var.partition == "aws" ? { "token.actions.githubusercontent.com:ref" = "refs/heads/${var.default_branch}" } : {}
    review = {}
  }

  trust = { for role, subjects in local.subjects : role => {
    Sid       = local.sids[role]
    Effect    = "Allow"
    Principal = { Federated = var.oidc_provider_arn }
    Action    = "sts:AssumeRoleWithWebIdentity"
    Condition = {
      StringEquals = merge(
        {
          "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
          "token.actions.githubusercontent.com:sub" = subjects
        },
        local.more_conditions[role],
      )
    }
  } }
}
