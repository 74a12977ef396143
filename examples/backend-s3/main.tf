data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}

resource "aws_s3_bucket" "state" {
  bucket = var.bucket

  lifecycle {
    prevent_destroy = true
    precondition {
      condition     = var.use_lockfile || var.lock_table != null
      error_message = "Set use_lockfile or lock_table: a state that nothing locks is lost by two applies at once."
    }
    precondition {
      condition     = !(var.create_kms_key && var.kms_key_arn != null)
      error_message = "Set create_kms_key to false where kms_key_arn names a key."
    }
  }
}

resource "aws_s3_bucket_versioning" "state" {
  bucket = aws_s3_bucket.state.id

  versioning_configuration {
    status = "Enabled"
  }

  lifecycle {
    # The provider suspends versioning when this is destroyed.
    prevent_destroy = true
  }
}

# A state has passwords in clear. With a key of its own, whoever may read all buckets of the account still needs
# to be allowed to use the key, CloudTrail records each use, and the state can be shut off by disabling the key.
# SSE-S3 has none of these; it costs nothing, and such a key about a dollar a month.
resource "aws_kms_key" "state" {
  count = var.create_kms_key ? 1 : 0

  description             = "Terraform state in ${var.bucket}"
  enable_key_rotation     = true
  deletion_window_in_days = 30

  lifecycle {
    # Without the key no version of any state can be read.
    prevent_destroy = true
  }
}

resource "aws_kms_alias" "state" {
  count = var.create_kms_key ? 1 : 0

  name          = "alias/${var.bucket}"
  target_key_id = aws_kms_key.state[0].key_id
}

locals {
  uses_kms    = var.create_kms_key || var.kms_key_arn != null
  kms_key_arn = var.create_kms_key ? aws_kms_key.state[0].arn : var.kms_key_arn
}

resource "aws_s3_bucket_server_side_encryption_configuration" "state" {
  bucket = aws_s3_bucket.state.id

  rule {
    # S3 then asks KMS once for many objects.
    bucket_key_enabled = local.uses_kms

    apply_server_side_encryption_by_default {
      sse_algorithm     = local.uses_kms ? "aws:kms" : "AES256"
      kms_master_key_id = local.kms_key_arn
    }
  }
}

resource "aws_s3_bucket_public_access_block" "state" {
  bucket = aws_s3_bucket.state.id

  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

# Without ACLs, only policies say who may read.
resource "aws_s3_bucket_ownership_controls" "state" {
  bucket = aws_s3_bucket.state.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_policy" "state" {
  bucket = aws_s3_bucket.state.id
  policy = module.policies.bucket

  # S3 answers 409 to two changes of a bucket's access at once.
  depends_on = [aws_s3_bucket_public_access_block.state]
}

locals {
  # A filter can only tell how a key begins, so that the lock file of a key with `*` cannot be picked out.
  plain_state_keys = [for key in var.state_keys : key if !can(regex("[*]", key))]
}

resource "aws_s3_bucket_lifecycle_configuration" "state" {
  bucket = aws_s3_bucket.state.id

  # As in ../policies/lifecycle.json: a plan is applied within 7 days (`maximum-plan-age`) or not at all, its claim
  # has to outlive it, and a turn is over after minutes.
  dynamic "rule" {
    for_each = { plans = 30, claims = 30, turns = 1 }

    content {
      id     = "lockstep-${rule.key}"
      status = "Enabled"

      filter {
        prefix = ".lockstep/${rule.key}/"
      }
      expiration {
        days = rule.value
      }
      noncurrent_version_expiration {
        noncurrent_days = 1
      }
    }
  }

  # Every lock leaves a version and a delete marker behind. Who held it is told by the access log, too.
  dynamic "rule" {
    for_each = var.use_lockfile ? local.plain_state_keys : []

    content {
      id     = "locks-of-${rule.value}"
      status = "Enabled"

      filter {
        prefix = "${rule.value}.tflock"
      }
      noncurrent_version_expiration {
        noncurrent_days = 7
      }
    }
  }

  # Where rules overlap, the shorter time counts.
  rule {
    id     = "old-versions"
    status = "Enabled"

    filter {}
    noncurrent_version_expiration {
      noncurrent_days           = var.old_version_days
      newer_noncurrent_versions = 10
    }
    # A delete marker without any version behind it.
    expiration {
      expired_object_delete_marker = true
    }
    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }

  # Rules for old versions need a bucket that has versions.
  depends_on = [aws_s3_bucket_versioning.state]
}
