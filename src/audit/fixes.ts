import { hclString } from '../report/import-block.ts'
import type { S3Settings } from './facts.ts'

/** Terraform code that makes a check pass, with the names of the backend at hand; capitals are to be replaced. */

export function fixBackendBlock(type: string, ...lines: readonly string[]): string {
  return block('terraform', ...block(`backend "${type}"`, ...lines).split('\n'))
}

export function fixVersioning({ bucket }: S3Settings): string {
  return resource(
    'aws_s3_bucket_versioning',
    'state',
    `bucket = ${hclString(bucket)}`,
    ...block('versioning_configuration', 'status = "Enabled"').split('\n'),
  )
}

export function fixEncryption({ bucket, kmsKeyId }: S3Settings): string {
  const key = kmsKeyId ?? 'arn:aws:kms:REGION:ACCOUNT:key/ID'
  const byDefault = block(
    'apply_server_side_encryption_by_default',
    'sse_algorithm     = "aws:kms"',
    `kms_master_key_id = ${hclString(key)}`,
  )
  return resource(
    'aws_s3_bucket_server_side_encryption_configuration',
    'state',
    `bucket = ${hclString(bucket)}`,
    ...block('rule', 'bucket_key_enabled = true', ...byDefault.split('\n')).split('\n'),
  )
}

export function fixPublicAccess({ bucket }: S3Settings): string {
  return resource(
    'aws_s3_bucket_public_access_block',
    'state',
    `bucket                  = ${hclString(bucket)}`,
    'block_public_acls       = true',
    'ignore_public_acls      = true',
    'block_public_policy     = true',
    'restrict_public_buckets = true',
  )
}

export function fixOwnership({ bucket }: S3Settings): string {
  return resource(
    'aws_s3_bucket_ownership_controls',
    'state',
    `bucket = ${hclString(bucket)}`,
    ...block('rule', 'object_ownership = "BucketOwnerEnforced"').split('\n'),
  )
}

export function fixTlsOnly({ bucket }: S3Settings): string {
  const statement = block(
    'statement',
    'sid       = "OnlyTls"',
    'effect    = "Deny"',
    'actions   = ["s3:*"]',
    `resources = [${hclString(`arn:aws:s3:::${bucket}`)}, ${hclString(`arn:aws:s3:::${bucket}/*`)}]`,
    ...block('principals', 'type        = "*"', 'identifiers = ["*"]').split('\n'),
    ...block(
      'condition',
      'test     = "Bool"',
      'variable = "aws:SecureTransport"',
      'values   = ["false"]',
    ).split('\n'),
  )
  const policy = resource(
    'aws_s3_bucket_policy',
    'state',
    `bucket = ${hclString(bucket)}`,
    'policy = data.aws_iam_policy_document.state_bucket.json',
  )
  const merge = '# A bucket has one policy: add this statement to the one that it has.'
  return `${merge}\n${block('data "aws_iam_policy_document" "state_bucket"', ...statement.split('\n'))}\n\n${policy}`
}

export function fixAccessLogging({ bucket }: S3Settings): string {
  return resource(
    'aws_s3_bucket_logging',
    'state',
    `bucket        = ${hclString(bucket)}`,
    'target_bucket = "NAME-OF-ANOTHER-BUCKET"',
    `target_prefix = ${hclString(`${bucket}/`)}`,
  )
}

/** One for both checks of lifecycle rules: S3 has no filter by the end of a key, so a rule for locks is one for states. */
export function fixLifecycle({ bucket }: S3Settings): string {
  const rule = block(
    'rule',
    'id     = "old-versions"',
    'status = "Enabled"',
    'filter {}',
    ...block('noncurrent_version_expiration', 'noncurrent_days = 90').split('\n'),
    ...block('expiration', 'expired_object_delete_marker = true').split('\n'),
  )
  const merge = '# A bucket has one set of rules: add this one to those that it has.'
  return `${merge}\n${resource('aws_s3_bucket_lifecycle_configuration', 'state', `bucket = ${hclString(bucket)}`, ...rule.split('\n'))}`
}

export function fixLockTable(table: string): string {
  return resource(
    'aws_dynamodb_table',
    'terraform_locks',
    `name                        = ${hclString(table)}`,
    'billing_mode                = "PAY_PER_REQUEST"',
    'hash_key                    = "LockID"',
    'deletion_protection_enabled = true',
    ...block('attribute', 'name = "LockID"', 'type = "S"').split('\n'),
    ...block('point_in_time_recovery', 'enabled = true').split('\n'),
  )
}

function resource(type: string, name: string, ...lines: readonly string[]): string {
  return block(`resource "${type}" "${name}"`, ...lines)
}

function block(head: string, ...lines: readonly string[]): string {
  return [`${head} {`, ...lines.map((line) => `  ${line}`), '}'].join('\n')
}
