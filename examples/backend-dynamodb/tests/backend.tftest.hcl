mock_provider "aws" {
  override_during = plan

  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
  mock_resource "aws_s3_bucket" {
    defaults = { id = "acme-terraform-state", region = "eu-west-1" }
  }
  mock_resource "aws_dynamodb_table" {
    defaults = { arn = "arn:aws:dynamodb:eu-west-1:123456789012:table/terraform-locks" }
  }
}

variables {
  bucket         = "acme-terraform-state"
  state_keys     = ["production/terraform.tfstate"]
  repository     = "acme/infra"
  create_kms_key = false
}

run "the_table_is_one_that_terraform_can_lock_with" {
  command = plan

  assert {
    condition     = aws_dynamodb_table.locks.hash_key == "LockID" && aws_dynamodb_table.locks.range_key == null
    error_message = "The key of the table is another than LockID alone."
  }
  assert {
    condition     = [for attribute in aws_dynamodb_table.locks.attribute : "${attribute.name} ${attribute.type}"] == ["LockID S"]
    error_message = "LockID is no string."
  }
}

run "the_table_is_protected" {
  command = plan

  assert {
    condition     = aws_dynamodb_table.locks.billing_mode == "PAY_PER_REQUEST"
    error_message = "The table may be too slow when many runs ask for it."
  }
  assert {
    condition     = aws_dynamodb_table.locks.deletion_protection_enabled
    error_message = "The table can be deleted."
  }
  assert {
    condition     = aws_dynamodb_table.locks.point_in_time_recovery[0].enabled
    error_message = "The MD5s of the states can't be recovered."
  }
  assert {
    condition     = aws_dynamodb_table.locks.server_side_encryption[0].enabled
    error_message = "The table is not encrypted with a KMS key."
  }
}

run "states_are_locked_by_the_table" {
  command = plan

  assert {
    condition     = output.backend_blocks["production/terraform.tfstate"] == <<-EOT
      terraform {
        backend "s3" {
          bucket         = "acme-terraform-state"
          key            = "production/terraform.tfstate"
          region         = "eu-west-1"
          encrypt        = true
          dynamodb_table = "terraform-locks"
        }
      }
    EOT
    error_message = "The backend block is ${output.backend_blocks["production/terraform.tfstate"]}"
  }
}

run "states_are_locked_by_both_on_the_way" {
  command = plan
  variables {
    locking = "both"
  }

  assert {
    condition     = can(regex("use_lockfile   = true\n    dynamodb_table = \"terraform-locks\"\n", output.backend_blocks["production/terraform.tfstate"]))
    error_message = "The backend block is ${output.backend_blocks["production/terraform.tfstate"]}"
  }
}

run "states_are_locked_by_the_file_and_the_table_stays" {
  command = plan
  variables {
    locking = "lockfile"
  }

  assert {
    condition     = can(regex("use_lockfile = true\n  }", output.backend_blocks["production/terraform.tfstate"]))
    error_message = "The backend block is ${output.backend_blocks["production/terraform.tfstate"]}"
  }
  assert {
    condition     = aws_dynamodb_table.locks.name == "terraform-locks"
    error_message = "The table goes while somebody may still lock with it."
  }
}

run "refuses_a_table_name_that_dynamodb_refuses" {
  command = plan
  variables {
    lock_table = "terraform locks"
  }
  expect_failures = [var.lock_table]
}

run "refuses_other_ways_of_locking" {
  command = plan
  variables {
    locking = "none"
  }
  expect_failures = [var.locking]
}
