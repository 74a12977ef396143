output "permissions" {
  description = "What the roles `plan`, `apply` and `review` may do, as JSON."
  value       = { for role, statements in local.permissions : role => jsonencode({ Version = "2012-10-17", Statement = statements }) }
}

output "trust" {
  description = "Who may assume the roles `plan`, `apply` and `review`, as JSON."
  value       = { for role, statement in local.trust : role => jsonencode({ Version = "2012-10-17", Statement = [statement] }) }
}

output "bucket" {
  description = "Policy of the bucket for the state, as JSON."
  value       = jsonencode({ Version = "2012-10-17", Statement = local.bucket_statements })
}

output "log_bucket" {
  description = "Policy of the bucket for access logs, as JSON."
  value       = jsonencode({ Version = "2012-10-17", Statement = local.log_bucket_statements })
}
