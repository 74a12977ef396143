variable "bucket" {
  description = "Name of the bucket for the state. The bucket for its access logs gets the same name and `-logs`."
  type        = string

  validation {
    # No dot: the certificate of S3 does not cover the host names that such buckets have.
    condition     = can(regex("^[a-z0-9][a-z0-9-]{1,56}[a-z0-9]$", var.bucket))
    error_message = "A bucket name has 3 to 58 lowercase letters, digits and hyphens here, so that `-logs` still fits."
  }
}

variable "state_keys" {
  description = "Keys of the states that the roles may use, such as `production/terraform.tfstate`. A `*` stands for any text: `production/*/terraform.tfstate`, or `env:/*/terraform.tfstate` for workspaces."
  type        = list(string)

  validation {
    condition     = length(var.state_keys) > 0
    error_message = "At least one key is needed."
  }
  validation {
    # With a `*` in front it would match what is stored in `.lockstep/`, and with one at the end the lock files.
    condition     = alltrue([for key in var.state_keys : can(regex("^[A-Za-z0-9_][A-Za-z0-9_.:=@+/*-]*[A-Za-z0-9_.=@+-]$", key)) && !can(regex("//", key))])
    error_message = "A key begins with a letter, a digit or `_`, does not end in `/` or `*`, and has no `//`."
  }
}

variable "repository" {
  description = "GitHub repository whose workflows may assume the roles, as `owner/name`."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9-]+/[A-Za-z0-9._-]+$", var.repository))
    error_message = "Write the repository as `owner/name`."
  }
}

variable "repository_ids" {
  description = "IDs of the repository and its owner, which are in the tokens of a repository that was made or renamed on 15 July 2026 or later: `gh api repos/acme/infra --jq '.owner.id, .id'`."
  type = object({
    owner      = number
    repository = number
  })
  default = null
}

variable "accept_subjects_without_ids" {
  description = "Whether tokens that have only the names are accepted besides those with `repository_ids`. Set it to false once the repository's tokens have them: nobody can take over an ID, as one can a name that was given up."
  type        = bool
  default     = true
}

variable "default_branch" {
  description = "Branch that is applied."
  type        = string
  default     = "main"

  validation {
    condition     = can(regex("^[A-Za-z0-9][A-Za-z0-9._/-]*$", var.default_branch))
    error_message = "Write the name of one branch, without `refs/heads/`; a pattern is not possible."
  }
}

variable "plan_environment" {
  description = "GitHub environment of plans that were started by hand."
  type        = string
  default     = "terraform-plan"

  validation {
    condition     = can(regex("^[A-Za-z0-9][A-Za-z0-9._-]*$", var.plan_environment))
    error_message = "Write the name of one environment, with letters, digits, `.`, `_` and `-` only."
  }
}

variable "apply_environment" {
  description = "GitHub environment of the apply. Allow only the default branch in its settings."
  type        = string
  default     = "production"

  validation {
    condition     = can(regex("^[A-Za-z0-9][A-Za-z0-9._-]*$", var.apply_environment))
    error_message = "Write the name of one environment, with letters, digits, `.`, `_` and `-` only."
  }
}

variable "create_oidc_provider" {
  description = "Whether to make the identity provider for GitHub's tokens. An account can have only one: set it to false where there is one."
  type        = bool
  default     = true
}

variable "role_prefix" {
  description = "Begin of the names of the roles: PREFIX-plan, PREFIX-apply and PREFIX-review."
  type        = string
  default     = "terraform"

  validation {
    condition     = can(regex("^[A-Za-z0-9_+=,.@-]{1,57}$", var.role_prefix))
    error_message = "A prefix has 1 to 57 characters that names of roles may have."
  }
}

variable "permissions_boundary" {
  description = "ARN of the policy that bounds what the roles may be allowed; null for none."
  type        = string
  default     = null
}

variable "create_kms_key" {
  description = "Whether to make a KMS key for the state. Without one, and without `kms_key_arn`, S3 encrypts with keys of its own (SSE-S3)."
  type        = bool
  default     = true
}

variable "kms_key_arn" {
  description = "ARN of a KMS key that is there already; needs `create_kms_key = false`."
  type        = string
  default     = null

  validation {
    # What is written is compared with it, and an alias or a bare ID would not be equal.
    condition     = var.kms_key_arn == null || can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.kms_key_arn))
    error_message = "Write the ARN of the key, not its ID or an alias."
  }
}

variable "old_version_days" {
  description = "How long a version of a state is kept after a newer one was written; the ten newest stay in any case."
  type        = number
  default     = 365

  validation {
    condition     = var.old_version_days >= 30 && floor(var.old_version_days) == var.old_version_days
    error_message = "Keep old versions for at least 30 days: nobody may notice sooner that one is needed."
  }
}

variable "access_log_days" {
  description = "How long access logs are kept."
  type        = number
  default     = 365

  validation {
    condition     = var.access_log_days >= 1 && floor(var.access_log_days) == var.access_log_days
    error_message = "Write a whole number of days."
  }
}

variable "lock_table" {
  description = "Name of the DynamoDB table for the locks."
  type        = string
  default     = "terraform-locks"

  validation {
    condition     = can(regex("^[A-Za-z0-9_.-]{3,255}$", var.lock_table))
    error_message = "A table name has 3 to 255 letters, digits, `_`, `.` and `-`."
  }
}

variable "locking" {
  description = "What locks the states: `dynamodb`, or on the way to native locking `both` and then `lockfile`. The table stays in any case."
  type        = string
  default     = "dynamodb"

  validation {
    condition     = contains(["dynamodb", "both", "lockfile"], var.locking)
    error_message = "Write `dynamodb`, `both` or `lockfile`."
  }
}
