# What each statement is for is told in ../../policies/README.md. A test of Lockstep compares these with the JSON
# files there.

locals {
  bucket_arn = "arn:${var.partition}:s3:::${var.bucket}"

  objects = { for name, pattern in {
    state   = "KEY"
    lock    = "KEY.tflock"
    turn    = ".lockstep/turns/KEY"
    key     = ".lockstep/keys/KEY"
    plans   = ".lockstep/plans/KEY/*"
    claims  = ".lockstep/claims/KEY/*"
    applied = ".lockstep/applied/KEY"
    states  = ".lockstep/states/KEY/*"
  } : name => [for key in var.state_keys : "${local.bucket_arn}/${replace(pattern, "KEY", key)}"] }

  only_where_nothing_is = { Null = { "s3:if-none-match" = "false" } }
  only_if_unchanged     = { Null = { "s3:if-match" = "false" } }

  lock_keys       = [for key in var.state_keys : "${var.bucket}/${key}"]
  digest_keys     = [for key in local.lock_keys : "${key}-md5"]
  lock_key_equals = anytrue([for key in var.state_keys : can(regex("[*]", key))]) ? "ForAllValues:StringLike" : "ForAllValues:StringEquals"
  # With both kinds of lock a policy has two statements of the same meaning, and a Sid only once.
  in_the_table = var.use_lockfile ? "InTheTable" : ""

  # ForAllValues is also true of a request that names no item at all, such as a scan.
  only_locks   = { (local.lock_key_equals) = { "dynamodb:LeadingKeys" = local.lock_keys }, Null = { "dynamodb:LeadingKeys" = "false" } }
  only_digests = { (local.lock_key_equals) = { "dynamodb:LeadingKeys" = local.digest_keys }, Null = { "dynamodb:LeadingKeys" = "false" } }

  tell_what_is_there = {
    Sid      = "TellWhatIsThere"
    Effect   = "Allow"
    Action   = "s3:ListBucket"
    Resource = local.bucket_arn
  }
  read_the_state = {
    Sid      = "ReadTheState"
    Effect   = "Allow"
    Action   = "s3:GetObject"
    Resource = local.objects.state
  }
  read_the_digest = {
    Sid       = "ReadTheDigestOfTheState"
    Effect    = "Allow"
    Action    = "dynamodb:GetItem"
    Resource  = var.lock_table_arn
    Condition = local.only_digests
  }

  hold_the_lock = concat(
    [for _ in var.use_lockfile ? [true] : [] : {
      Sid      = "HoldTheLock"
      Effect   = "Allow"
      Action   = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"]
      Resource = local.objects.lock
    }],
    [for _ in var.uses_lock_table ? [true] : [] : {
      Sid       = "HoldTheLock${local.in_the_table}"
      Effect    = "Allow"
      Action    = ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"]
      Resource  = var.lock_table_arn
      Condition = local.only_locks
    }],
  )

  read_the_lock = concat(
    [for _ in var.use_lockfile ? [true] : [] : {
      Sid      = "ReadTheLock"
      Effect   = "Allow"
      Action   = "s3:GetObject"
      Resource = local.objects.lock
    }],
    [for _ in var.uses_lock_table ? [true] : [] : {
      Sid       = "ReadTheLock${local.in_the_table}"
      Effect    = "Allow"
      Action    = "dynamodb:GetItem"
      Resource  = var.lock_table_arn
      Condition = local.only_locks
    }],
  )

  wait_in_turn = [
    {
      Sid      = "SeeWhoIsNext"
      Effect   = "Allow"
      Action   = "s3:GetObject"
      Resource = local.objects.turn
    },
    {
      Sid       = "BeNextWhereNobodyIs"
      Effect    = "Allow"
      Action    = "s3:PutObject"
      Resource  = local.objects.turn
      Condition = local.only_where_nothing_is
    },
    {
      Sid       = "GoFirstOrGiveTheTurnBack"
      Effect    = "Allow"
      Action    = ["s3:PutObject", "s3:DeleteObject"]
      Resource  = local.objects.turn
      Condition = local.only_if_unchanged
    },
  ]

  permissions = {
    plan = concat(
      [local.tell_what_is_there, local.read_the_state],
      local.hold_the_lock,
      [for _ in var.uses_lock_table ? [true] : [] : local.read_the_digest],
      local.wait_in_turn,
      [
        {
          Sid      = "ReadTheDigestKey"
          Effect   = "Allow"
          Action   = "s3:GetObject"
          Resource = local.objects.key
        },
        {
          Sid       = "StorePlansWithoutOverwriting"
          Effect    = "Allow"
          Action    = "s3:PutObject"
          Resource  = concat(local.objects.plans, local.objects.key)
          Condition = local.only_where_nothing_is
        },
      ],
      local.use_the_key,
    )

    apply = concat(
      [
        local.tell_what_is_there,
        {
          Sid      = "ReadAndWriteTheState"
          Effect   = "Allow"
          Action   = ["s3:GetObject", "s3:PutObject"]
          Resource = local.objects.state
        },
      ],
      local.hold_the_lock,
      [for _ in var.uses_lock_table ? [true] : [] : {
        Sid       = "ReadAndWriteTheDigestOfTheState"
        Effect    = "Allow"
        Action    = ["dynamodb:GetItem", "dynamodb:PutItem"]
        Resource  = var.lock_table_arn
        Condition = local.only_digests
      }],
      local.wait_in_turn,
      [
        {
          Sid      = "ReadPlansKeyClaimsAndTheLastApply"
          Effect   = "Allow"
          Action   = "s3:GetObject"
          Resource = concat(local.objects.plans, local.objects.key, local.objects.claims, local.objects.applied)
        },
        {
          Sid       = "MakeWithoutOverwriting"
          Effect    = "Allow"
          Action    = "s3:PutObject"
          Resource  = concat(local.objects.key, local.objects.claims, local.objects.applied)
          Condition = local.only_where_nothing_is
        },
        {
          Sid       = "ReplaceTheLastApply"
          Effect    = "Allow"
          Action    = "s3:PutObject"
          Resource  = local.objects.applied
          Condition = local.only_if_unchanged
        },
        {
          Sid       = "GiveClaimsBack"
          Effect    = "Allow"
          Action    = "s3:DeleteObject"
          Resource  = local.objects.claims
          Condition = local.only_if_unchanged
        },
        {
          Sid      = "KeepAStateThatCouldNotBeSaved"
          Effect   = "Allow"
          Action   = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"]
          Resource = local.objects.states
        },
      ],
      local.use_the_key,
    )

    review = concat(
      [local.tell_what_is_there, local.read_the_state],
      local.read_the_lock,
      [for _ in var.uses_lock_table ? [true] : [] : local.read_the_digest],
      [{
        Sid      = "ReadPlansKeyAndClaims"
        Effect   = "Allow"
        Action   = "s3:GetObject"
        Resource = concat(local.objects.plans, local.objects.key, local.objects.claims)
      }],
      [for _ in var.uses_kms ? [true] : [] : {
        Sid      = "ReadWithTheKey"
        Effect   = "Allow"
        Action   = "kms:Decrypt"
        Resource = var.kms_key_arn
      }],
    )
  }

  use_the_key = [for _ in var.uses_kms ? [true] : [] : {
    Sid      = "ReadAndWriteWithTheKey"
    Effect   = "Allow"
    Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
    Resource = var.kms_key_arn
  }]
}
