# Where `module "backend"` was made with ../../backend-dynamodb: its bucket goes on under another name, and its table
# is left to you.
provider "aws" {
  region = "eu-west-1"
}

module "state_backend" {
  source = "../../backend-s3"

  bucket     = "acme-terraform-state"
  state_keys = ["production/terraform.tfstate"]
  repository = "acme/infra"
}

moved {
  from = module.backend.module.bucket
  to   = module.state_backend
}

# Needs Terraform 1.7.
removed {
  from = module.backend.aws_dynamodb_table.locks

  lifecycle {
    destroy = false
  }
}
