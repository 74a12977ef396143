locals {
  only_over_tls = { for name in [var.bucket, var.log_bucket] : name => {
    Sid       = "OnlyOverTls"
    Effect    = "Deny"
    Principal = "*"
    Action    = "s3:*"
    Resource  = ["arn:${var.partition}:s3:::${name}", "arn:${var.partition}:s3:::${name}/*"]
    Condition = { Bool = { "aws:SecureTransport" = "false" } }
  } }

  stored = { for name in ["plans", "keys", "claims", "applied", "states"] : name => "${local.bucket_arn}/.lockstep/${name}/*" }

  bucket_statements = concat(
    [
      local.only_over_tls[var.bucket],
      {
        Sid       = "NothingStoredIsWrittenOver"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:PutObject"
        Resource  = [local.stored.plans, local.stored.keys, local.stored.claims]
        Condition = { Null = { "s3:if-none-match" = "true" } }
      },
      {
        Sid       = "OnlyThePlanRoleStoresPlans"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:PutObject"
        Resource  = local.stored.plans
        Condition = { ArnNotEquals = { "aws:PrincipalArn" = var.plan_role_arn } }
      },
      {
        Sid       = "NoRoleRemovesWhatIsStored"
        Effect    = "Deny"
        Principal = "*"
        Action    = ["s3:DeleteObject", "s3:DeleteObjectVersion"]
        Resource  = [local.stored.plans, local.stored.keys, local.stored.applied]
        Condition = { ArnEquals = { "aws:PrincipalArn" = [var.plan_role_arn, var.apply_role_arn] } }
      },
      {
        Sid       = "ThePlanRoleReadsNoPlans"
        Effect    = "Deny"
        Principal = "*"
        Action    = ["s3:GetObject", "s3:GetObjectVersion"]
        Resource  = [local.stored.plans, local.stored.claims, local.stored.applied, local.stored.states]
        Condition = { ArnEquals = { "aws:PrincipalArn" = var.plan_role_arn } }
      },
      # A bad apply is undone with an old version of the state.
      {
        Sid       = "NoRoleRemovesOldVersions"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:DeleteObjectVersion"
        Resource  = "${local.bucket_arn}/*"
        Condition = { ArnEquals = { "aws:PrincipalArn" = [var.plan_role_arn, var.apply_role_arn] } }
      },
    ],
    # A backend with `encrypt` and without `kms_key_id` asks for AES256, which would override the bucket's default.
    [for _ in var.uses_kms ? [true] : [] : {
      Sid       = "NothingIsWrittenWithoutTheKey"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:PutObject"
      Resource  = "${local.bucket_arn}/*"
      Condition = {
        StringNotEquals = { "s3:x-amz-server-side-encryption" = "aws:kms" }
        Null            = { "s3:x-amz-server-side-encryption" = "false" }
      }
    }],
  )

  log_bucket_statements = [
    {
      Sid       = "S3WritesAccessLogs"
      Effect    = "Allow"
      Principal = { Service = "logging.s3.amazonaws.com" }
      Action    = "s3:PutObject"
      Resource  = "arn:${var.partition}:s3:::${var.log_bucket}/${var.bucket}/*"
      Condition = {
        ArnLike      = { "aws:SourceArn" = local.bucket_arn }
        StringEquals = { "aws:SourceAccount" = var.account_id }
      }
    },
    local.only_over_tls[var.log_bucket],
  ]
}
