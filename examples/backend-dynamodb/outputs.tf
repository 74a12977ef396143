output "bucket" {
  description = "Name of the bucket for the state."
  value       = module.bucket.bucket
}

output "log_bucket" {
  description = "Name of the bucket for access logs."
  value       = module.bucket.log_bucket
}

output "region" {
  description = "Region of the bucket."
  value       = module.bucket.region
}

output "kms_key_arn" {
  description = "ARN of the key that encrypts the state; null where S3 does it with keys of its own."
  value       = module.bucket.kms_key_arn
}

output "role_arns" {
  description = "ARNs of the roles `plan`, `apply` and `review`, for `role-to-assume`."
  value       = module.bucket.role_arns
}

output "role_names" {
  description = "Names of the roles, to attach what the providers need."
  value       = module.bucket.role_names
}

output "backend_blocks" {
  description = "The backend block to paste for each key of a state; put a name where it says NAME."
  value       = module.bucket.backend_blocks
}

output "lock_table" {
  description = "Name of the table for the locks."
  value       = aws_dynamodb_table.locks.name
}
