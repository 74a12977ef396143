module "policies" {
  source = "./policies"

  partition                   = data.aws_partition.current.partition
  account_id                  = data.aws_caller_identity.current.account_id
  bucket                      = var.bucket
  log_bucket                  = "${var.bucket}-logs"
  state_keys                  = var.state_keys
  use_lockfile                = var.use_lockfile
  lock_table_arn              = var.lock_table == null ? null : var.lock_table.arn
  uses_lock_table             = var.lock_table != null
  kms_key_arn                 = local.kms_key_arn
  uses_kms                    = local.uses_kms
  plan_role_arn               = local.role_arns["plan"]
  apply_role_arn              = local.role_arns["apply"]
  oidc_provider_arn           = local.oidc_provider_arn
  repository                  = var.repository
  repository_ids              = var.repository_ids
  accept_subjects_without_ids = var.accept_subjects_without_ids
  default_branch              = var.default_branch
  plan_environment            = var.plan_environment
  apply_environment           = var.apply_environment
}
