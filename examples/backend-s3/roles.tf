locals {
  roles = toset(["plan", "apply", "review"])

  # Put together here, so that the policy of the bucket can be read in the plan that makes the roles.
  iam_arn           = "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}"
  role_arns         = { for role in local.roles : role => "${local.iam_arn}:role/${var.role_prefix}-${role}" }
  oidc_provider_arn = "${local.iam_arn}:oidc-provider/token.actions.githubusercontent.com"
}

resource "aws_iam_openid_connect_provider" "github" {
  count = var.create_oidc_provider ? 1 : 0

  url            = "https://token.actions.githubusercontent.com"
  client_id_list = ["sts.amazonaws.com"]
}

resource "aws_iam_role" "github" {
  for_each = local.roles

  name                 = "${var.role_prefix}-${each.key}"
  description          = "Terraform ${each.key} in workflows of ${var.repository}"
  assume_role_policy   = module.policies.trust[each.key]
  permissions_boundary = var.permissions_boundary
  # Credentials that run out in an apply leave a state that cannot be saved: a long one may ask for more than an
  # hour with `role-duration-seconds`.
  max_session_duration = each.key == "apply" ? 4 * 3600 : 3600

  lifecycle {
    precondition {
      condition     = var.accept_subjects_without_ids || var.repository_ids != null
      error_message = "Set repository_ids, or no token would be accepted."
    }
  }
  depends_on = [aws_iam_openid_connect_provider.github]
}

# Inline, since a managed policy may have 6,144 characters, which three states would exceed; these together 10,240.
resource "aws_iam_role_policy" "backend" {
  for_each = local.roles

  name   = "terraform-backend"
  role   = aws_iam_role.github[each.key].name
  policy = module.policies.permissions[each.key]

  lifecycle {
    precondition {
      condition     = length(module.policies.permissions[each.key]) <= 10240
      error_message = "These are too many keys for the policies of one role: use keys with a `*`."
    }
  }
}
