terraform {
  # Of the Terraform that makes the backend. `use_lockfile` needs Terraform 1.11 or OpenTofu 1.10 wherever the
  # backend is used.
  required_version = ">= 1.5"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7"
    }
  }
}
