variable "partition" {
  description = "Partition of the account: `aws`, `aws-cn` or `aws-us-gov`."
  type        = string
  default     = "aws"
}

variable "account_id" {
  description = "ID of the account."
  type        = string
}

variable "bucket" {
  description = "Name of the bucket for the state."
  type        = string
}

variable "log_bucket" {
  description = "Name of the bucket for its access logs."
  type        = string
}

variable "state_keys" {
  description = "Keys of the states; `*` stands for any text."
  type        = list(string)
}

variable "use_lockfile" {
  description = "Whether states are locked by a file in the bucket."
  type        = bool
  default     = true
}

# The ARNs may be known only after the table and the key are made, but what the policies are made of has to be
# known before: hence the booleans.
variable "uses_lock_table" {
  description = "Whether states are locked by a DynamoDB table."
  type        = bool
  default     = false
}

variable "lock_table_arn" {
  description = "ARN of that table."
  type        = string
  default     = null
}

variable "uses_kms" {
  description = "Whether the state is encrypted with a KMS key."
  type        = bool
  default     = false
}

variable "kms_key_arn" {
  description = "ARN of that key."
  type        = string
  default     = null
}

variable "plan_role_arn" {
  description = "ARN of the role that plans."
  type        = string
}

variable "apply_role_arn" {
  description = "ARN of the role that applies."
  type        = string
}

variable "oidc_provider_arn" {
  description = "ARN of the identity provider for GitHub's tokens."
  type        = string
}

variable "repository" {
  description = "GitHub repository, as `owner/name`."
  type        = string
}

variable "repository_ids" {
  description = "IDs of the repository and its owner."
  type = object({
    owner      = number
    repository = number
  })
  default = null
}

variable "accept_subjects_without_ids" {
  description = "Whether tokens that have only the names are accepted."
  type        = bool
  default     = true
}

variable "default_branch" {
  description = "Branch that is applied."
  type        = string
  default     = "main"
}

variable "plan_environment" {
  description = "GitHub environment of plans that were started by hand."
  type        = string
  default     = "terraform-plan"
}

variable "apply_environment" {
  description = "GitHub environment of the apply."
  type        = string
  default     = "production"
}
