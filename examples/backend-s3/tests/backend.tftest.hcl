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
  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555" }
  }
}

variables {
  bucket     = "acme-terraform-state"
  state_keys = ["production/terraform.tfstate"]
  repository = "acme/infra"
}

run "the_bucket_keeps_versions_and_is_closed" {
  command = plan

  assert {
    condition     = aws_s3_bucket_versioning.state.versioning_configuration[0].status == "Enabled"
    error_message = "The bucket of the state has no versions."
  }
  assert {
    condition = alltrue(flatten([for block in [aws_s3_bucket_public_access_block.state, aws_s3_bucket_public_access_block.logs] : [
      block.block_public_acls, block.block_public_policy, block.ignore_public_acls, block.restrict_public_buckets
    ]]))
    error_message = "A bucket may become public."
  }
  assert {
    condition     = alltrue([for controls in [aws_s3_bucket_ownership_controls.state, aws_s3_bucket_ownership_controls.logs] : controls.rule[0].object_ownership == "BucketOwnerEnforced"])
    error_message = "A bucket has ACLs."
  }
  assert {
    condition = alltrue([for policy in [aws_s3_bucket_policy.state.policy, aws_s3_bucket_policy.logs.policy] : anytrue([
      for statement in jsondecode(policy).Statement : statement.Effect == "Deny" && statement.Principal == "*" && statement.Action == "s3:*" && try(statement.Condition.Bool["aws:SecureTransport"], "") == "false"
    ])])
    error_message = "A bucket answers over plain HTTP."
  }
  assert {
    condition     = aws_s3_bucket_logging.state.target_prefix == "acme-terraform-state/" && aws_s3_bucket.logs.bucket == "acme-terraform-state-logs"
    error_message = "Nobody can tell who has read the state."
  }
}

run "a_key_of_its_own_encrypts_the_state" {
  command = plan

  assert {
    condition     = one(one(aws_s3_bucket_server_side_encryption_configuration.state.rule).apply_server_side_encryption_by_default).sse_algorithm == "aws:kms"
    error_message = "The state is not encrypted with a KMS key."
  }
  assert {
    condition     = aws_kms_key.state[0].enable_key_rotation && aws_kms_key.state[0].deletion_window_in_days == 30
    error_message = "The key is not rotated, or deleted too soon."
  }
  assert {
    condition     = contains(jsondecode(aws_s3_bucket_policy.state.policy).Statement[*].Sid, "NothingIsWrittenWithoutTheKey")
    error_message = "A backend block without the key would write a state that the key does not encrypt."
  }
  assert {
    condition = alltrue([for role, action in { plan = "kms:GenerateDataKey", apply = "kms:GenerateDataKey", review = "kms:Decrypt" } : anytrue([
      for statement in jsondecode(aws_iam_role_policy.backend[role].policy).Statement : contains(flatten([statement.Action]), action) && statement.Resource == output.kms_key_arn
    ])])
    error_message = "A role may not use the key."
  }
  # S3 delivers no access logs to a bucket with a KMS key.
  assert {
    condition     = one(one(aws_s3_bucket_server_side_encryption_configuration.logs.rule).apply_server_side_encryption_by_default).sse_algorithm == "AES256"
    error_message = "The access logs would get lost."
  }
  assert {
    condition     = output.backend_blocks["production/terraform.tfstate"] == <<-EOT
      terraform {
        backend "s3" {
          bucket       = "acme-terraform-state"
          key          = "production/terraform.tfstate"
          region       = "eu-west-1"
          encrypt      = true
          kms_key_id   = "arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555"
          use_lockfile = true
        }
      }
    EOT
    error_message = "The backend block is ${output.backend_blocks["production/terraform.tfstate"]}"
  }
}

run "s3_encrypts_the_state_where_no_key_is_wanted" {
  command = plan
  variables {
    create_kms_key = false
  }

  assert {
    condition     = one(one(aws_s3_bucket_server_side_encryption_configuration.state.rule).apply_server_side_encryption_by_default).sse_algorithm == "AES256"
    error_message = "The state is not encrypted by S3."
  }
  assert {
    condition     = length(aws_kms_key.state) == 0 && output.kms_key_arn == null
    error_message = "There is a key all the same."
  }
  assert {
    condition     = !can(regex("kms", jsonencode([values(aws_iam_role_policy.backend)[*].policy, aws_s3_bucket_policy.state.policy, output.backend_blocks])))
    error_message = "Something still speaks of a key."
  }
}

run "a_key_that_is_there_encrypts_the_state" {
  command = plan
  variables {
    create_kms_key = false
    kms_key_arn    = "arn:aws:kms:eu-west-1:123456789012:key/99999999-2222-3333-4444-555555555555"
  }

  assert {
    condition     = length(aws_kms_key.state) == 0 && one(one(aws_s3_bucket_server_side_encryption_configuration.state.rule).apply_server_side_encryption_by_default).kms_master_key_id == var.kms_key_arn
    error_message = "The given key does not encrypt the state."
  }
  assert {
    condition     = can(regex("kms_key_id   = \"${var.kms_key_arn}\"", output.backend_blocks["production/terraform.tfstate"]))
    error_message = "The backend block does not name the given key."
  }
}

run "old_versions_of_states_are_kept_and_those_of_locks_are_not" {
  command = plan

  assert {
    condition = [for rule in aws_s3_bucket_lifecycle_configuration.state.rule : rule.noncurrent_version_expiration[0] if rule.id == "old-versions"] == [
      { noncurrent_days = 365, newer_noncurrent_versions = 10 }
    ]
    error_message = "Old versions of a state are not kept for a year, or not the ten newest."
  }
  assert {
    condition = { for rule in aws_s3_bucket_lifecycle_configuration.state.rule : rule.filter[0].prefix => rule.noncurrent_version_expiration[0].noncurrent_days if startswith(rule.id, "locks-of-") } == {
      "production/terraform.tfstate.tflock" = 7
    }
    error_message = "Old versions of a lock stay as long as those of a state."
  }
  assert {
    condition     = one([for rule in aws_s3_bucket_lifecycle_configuration.state.rule : rule.expiration[0].expired_object_delete_marker if rule.id == "old-versions"])
    error_message = "Delete markers of locks stay forever."
  }
  assert {
    condition = { for rule in aws_s3_bucket_lifecycle_configuration.state.rule : rule.filter[0].prefix => rule.expiration[0].days if startswith(rule.id, "lockstep-") } == {
      ".lockstep/plans/" = 30, ".lockstep/claims/" = 30, ".lockstep/turns/" = 1
    }
    error_message = "What Lockstep stores expires at other times."
  }
}

run "a_pattern_gives_the_roles_all_states_that_it_matches" {
  command = plan
  variables {
    state_keys = ["production/*/terraform.tfstate", "env:/*/app.tfstate", "app.tfstate"]
  }

  assert {
    condition = one([for statement in jsondecode(aws_iam_role_policy.backend["apply"].policy).Statement : statement.Resource if statement.Sid == "ReadAndWriteTheState"]) == [
      "arn:aws:s3:::acme-terraform-state/production/*/terraform.tfstate",
      "arn:aws:s3:::acme-terraform-state/env:/*/app.tfstate",
      "arn:aws:s3:::acme-terraform-state/app.tfstate",
    ]
    error_message = "The states of the apply role are others."
  }
  assert {
    condition     = jsonencode(keys(output.backend_blocks)) == jsonencode(["app.tfstate", "production/NAME/terraform.tfstate"])
    error_message = "There are blocks for ${jsonencode(keys(output.backend_blocks))}."
  }
}

run "tokens_with_ids_and_without_are_accepted" {
  command = plan
  variables {
    repository_ids = { owner = 1234567, repository = 89012345 }
  }

  assert {
    condition = jsondecode(aws_iam_role.github["apply"].assume_role_policy).Statement[0].Condition.StringEquals == {
      "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
      "token.actions.githubusercontent.com:ref" = "refs/heads/main"
      "token.actions.githubusercontent.com:sub" = [
        "repo:acme/infra:environment:production",
        "repo:acme@1234567/infra@89012345:environment:production",
      ]
    }
    error_message = "The apply role trusts ${aws_iam_role.github["apply"].assume_role_policy}"
  }
  assert {
    condition     = alltrue([for role in ["plan", "review"] : contains(jsondecode(aws_iam_role.github[role].assume_role_policy).Statement[0].Condition.StringEquals["token.actions.githubusercontent.com:sub"], "repo:acme@1234567/infra@89012345:ref:refs/heads/main")])
    error_message = "A role does not accept a token with IDs."
  }
}

run "only_tokens_with_ids_are_accepted_where_that_is_wanted" {
  command = plan
  variables {
    repository_ids              = { owner = 1234567, repository = 89012345 }
    accept_subjects_without_ids = false
  }

  assert {
    condition     = !can(regex("repo:acme/infra", jsonencode(values(aws_iam_role.github)[*].assume_role_policy)))
    error_message = "A role still accepts a name."
  }
}

run "the_identity_provider_that_is_there_is_used" {
  command = plan
  variables {
    create_oidc_provider = false
  }

  assert {
    condition     = length(aws_iam_openid_connect_provider.github) == 0
    error_message = "A second identity provider would be made."
  }
  assert {
    condition     = jsondecode(aws_iam_role.github["plan"].assume_role_policy).Statement[0].Principal.Federated == "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"
    error_message = "The roles trust another provider."
  }
}

run "the_branch_is_not_asked_for_where_sts_does_not_know_it" {
  command = plan
  variables {
    create_kms_key = false
  }
  override_data {
    target = data.aws_partition.current
    values = { partition = "aws-us-gov" }
  }

  assert {
    condition     = !can(regex("com:ref", aws_iam_role.github["apply"].assume_role_policy))
    error_message = "No job could assume the apply role."
  }
  assert {
    condition     = !can(regex("arn:aws:", jsonencode([values(aws_iam_role_policy.backend)[*].policy, values(aws_iam_role.github)[*].assume_role_policy, aws_s3_bucket_policy.state.policy, aws_s3_bucket_policy.logs.policy])))
    error_message = "A policy names what is in another partition."
  }
}
