mock_provider "aws" {
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
}

variables {
  bucket     = "acme-terraform-state"
  state_keys = ["production/terraform.tfstate"]
  repository = "acme/infra"
}

run "refuses_a_bucket_name_with_a_dot" {
  command = plan
  variables {
    bucket = "acme.terraform.state"
  }
  expect_failures = [var.bucket]
}

run "refuses_a_bucket_name_that_leaves_no_room_for_the_logs" {
  command = plan
  variables {
    bucket = "a23456789012345678901234567890123456789012345678901234567890"
  }
  expect_failures = [var.bucket]
}

run "refuses_no_key_at_all" {
  command = plan
  variables {
    state_keys = []
  }
  expect_failures = [var.state_keys]
}

run "refuses_a_pattern_that_matches_what_is_stored_besides" {
  command = plan
  variables {
    state_keys = ["*/terraform.tfstate"]
  }
  expect_failures = [var.state_keys]
}

run "refuses_what_is_stored_besides" {
  command = plan
  variables {
    state_keys = [".lockstep/plans/terraform.tfstate"]
  }
  expect_failures = [var.state_keys]
}

run "refuses_a_pattern_that_matches_lock_files" {
  command = plan
  variables {
    state_keys = ["production/*"]
  }
  expect_failures = [var.state_keys]
}

run "refuses_a_key_that_begins_with_a_slash" {
  command = plan
  variables {
    state_keys = ["/production/terraform.tfstate"]
  }
  expect_failures = [var.state_keys]
}

run "refuses_more_keys_than_the_policies_of_a_role_have_room_for" {
  command = plan
  variables {
    create_kms_key = false
    state_keys     = [for number in range(20) : "production/network-${number}/terraform.tfstate"]
  }
  expect_failures = [aws_iam_role_policy.backend]
}

run "refuses_a_repository_without_its_owner" {
  command = plan
  variables {
    repository = "infra"
  }
  expect_failures = [var.repository]
}

run "refuses_all_repositories_of_an_owner" {
  command = plan
  variables {
    repository = "acme/*"
  }
  expect_failures = [var.repository]
}

run "refuses_a_pattern_of_branches" {
  command = plan
  variables {
    default_branch = "*"
  }
  expect_failures = [var.default_branch]
}

run "refuses_patterns_of_environments" {
  command = plan
  variables {
    plan_environment  = "*"
    apply_environment = "prod*"
  }
  expect_failures = [var.plan_environment, var.apply_environment]
}

run "refuses_a_prefix_that_is_too_long_for_a_role" {
  command = plan
  variables {
    role_prefix = "a234567890123456789012345678901234567890123456789012345678"
  }
  expect_failures = [var.role_prefix]
}

run "refuses_an_alias_of_a_key" {
  command = plan
  variables {
    create_kms_key = false
    kms_key_arn    = "arn:aws:kms:eu-west-1:123456789012:alias/state"
  }
  expect_failures = [var.kms_key_arn]
}

run "refuses_a_given_key_beside_one_of_its_own" {
  command = plan
  variables {
    kms_key_arn = "arn:aws:kms:eu-west-1:123456789012:key/99999999-2222-3333-4444-555555555555"
  }
  expect_failures = [aws_s3_bucket.state]
}

run "refuses_to_forget_old_states_soon" {
  command = plan
  variables {
    old_version_days = 7
  }
  expect_failures = [var.old_version_days]
}

run "refuses_half_a_day_of_logs" {
  command = plan
  variables {
    access_log_days = 0.5
  }
  expect_failures = [var.access_log_days]
}

run "refuses_states_that_nothing_locks" {
  command = plan
  variables {
    use_lockfile = false
  }
  expect_failures = [aws_s3_bucket.state]
}

run "refuses_to_accept_no_token_at_all" {
  command = plan
  variables {
    accept_subjects_without_ids = false
  }
  expect_failures = [aws_iam_role.github]
}
