output "bucket" {
  description = "Name of the bucket for the state."
  value       = aws_s3_bucket.state.id
}

output "log_bucket" {
  description = "Name of the bucket for access logs."
  value       = aws_s3_bucket.logs.id
}

output "region" {
  description = "Region of the bucket."
  value       = aws_s3_bucket.state.region
}

output "kms_key_arn" {
  description = "ARN of the key that encrypts the state; null where S3 does it with keys of its own."
  value       = local.kms_key_arn
}

output "role_arns" {
  description = "ARNs of the roles `plan`, `apply` and `review`, for `role-to-assume`."
  value       = { for role in local.roles : role => aws_iam_role.github[role].arn }
}

output "role_names" {
  description = "Names of the roles, to attach what the providers need."
  value       = { for role in local.roles : role => aws_iam_role.github[role].name }
}

locals {
  backend_settings = concat(
    [
      ["region", jsonencode(aws_s3_bucket.state.region)],
      ["encrypt", "true"],
    ],
    # With `encrypt` alone Terraform asks for AES256, whatever the default of the bucket is.
    local.uses_kms ? [["kms_key_id", jsonencode(local.kms_key_arn)]] : [],
    var.use_lockfile ? [["use_lockfile", "true"]] : [],
    var.lock_table == null ? [] : [["dynamodb_table", jsonencode(var.lock_table.name)]],
  )
  # Terraform puts the name of a workspace before the key by itself.
  backend_keys  = [for key in var.state_keys : replace(key, "*", "NAME") if !can(regex("^env:/", key))]
  settings_text = { for key in local.backend_keys : key => concat([["bucket", jsonencode(aws_s3_bucket.state.id)], ["key", jsonencode(key)]], local.backend_settings) }
  name_width    = max([for setting in local.backend_settings : length(setting[0])]...)
}

output "backend_blocks" {
  description = "The backend block to paste for each key of a state; put a name where it says NAME."
  value = {
    for key, settings in local.settings_text : key => join("\n", concat(
      ["terraform {", "  backend \"s3\" {"],
      [for setting in settings : format("    %-${local.name_width}s = %s", setting[0], setting[1])],
      ["  }", "}", ""],
    ))
  }
}
