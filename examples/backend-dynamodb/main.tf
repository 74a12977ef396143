resource "aws_dynamodb_table" "locks" {
  name         = var.lock_table
  billing_mode = "PAY_PER_REQUEST"
  # Terraform knows no other name, and a lock is one item by this key alone: there must be no sort key.
  hash_key                    = "LockID"
  deletion_protection_enabled = true

  attribute {
    name = "LockID"
    type = "S"
  }

  # The table also has the MD5 of each state: Terraform refuses a state whose MD5 is another.
  point_in_time_recovery {
    enabled = true
  }

  # With the key that AWS has for this in the account, which every role may use by way of DynamoDB. The table tells
  # who holds a lock, and nothing of the state.
  server_side_encryption {
    enabled = true
  }

  lifecycle {
    prevent_destroy = true
  }
}

module "bucket" {
  source = "../backend-s3"

  use_lockfile = var.locking != "dynamodb"
  lock_table   = var.locking == "lockfile" ? null : { name = aws_dynamodb_table.locks.name, arn = aws_dynamodb_table.locks.arn }

  bucket                      = var.bucket
  state_keys                  = var.state_keys
  repository                  = var.repository
  repository_ids              = var.repository_ids
  accept_subjects_without_ids = var.accept_subjects_without_ids
  default_branch              = var.default_branch
  plan_environment            = var.plan_environment
  apply_environment           = var.apply_environment
  create_oidc_provider        = var.create_oidc_provider
  role_prefix                 = var.role_prefix
  permissions_boundary        = var.permissions_boundary
  create_kms_key              = var.create_kms_key
  kms_key_arn                 = var.kms_key_arn
  old_version_days            = var.old_version_days
  access_log_days             = var.access_log_days
}
