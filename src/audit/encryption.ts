import { hclString } from '../report/import-block.ts'
import { judgeTold, row, type AuditRow, type Told } from './check.ts'
import type { DefaultEncryption, S3Settings } from './facts.ts'
import { fixBackendBlock, fixEncryption } from './fixes.ts'

type Default = Told<DefaultEncryption | undefined>

/** S3 on AWS encrypts every bucket since January 2023; another store may not. */
export function judgeDefaultEncryption(settings: S3Settings, told: Default): AuditRow {
  return judgeTold('default-encryption', told, (found) => {
    if (found !== undefined) return row('default-encryption', 'pass', `By default ${describe(found)}.`)
    const fix = fixEncryption(settings)
    return settings.encrypt
      ? row(
          'default-encryption',
          'warn',
          'The bucket has none; the state is encrypted by its backend block alone.',
          fix,
        )
      : row(
          'default-encryption',
          'fail',
          'The bucket has none, and the backend block asks for none: the state is in clear.',
          fix,
        )
  })
}

export function judgeEncrypt(settings: S3Settings, told: Default): AuditRow {
  if (settings.encrypt) return row('encrypt', 'pass', 'encrypt = true.')
  const fix = fixBackendBlock('s3', 'encrypt = true')
  return judgeTold('encrypt', told, (found) =>
    found === undefined
      ? row('encrypt', 'fail', 'encrypt is not set, and the bucket encrypts nothing by default.', fix)
      : row(
          'encrypt',
          'warn',
          `encrypt is not set; it is left to the bucket, by default ${describe(found)}.`,
          fix,
        ),
  )
}

/**
 * Which key the state is encrypted with. `encrypt` without a key asks for AES256 whatever the bucket's default is, and
 * without `encrypt` Terraform does not use `kms_key_id` (internal/backend/remote-state/s3/client.go).
 */
export function judgeKmsKey(settings: S3Settings, told: Default): AuditRow {
  const { encrypt, kmsKeyId, hasCustomerKey } = settings
  const key = hclString(kmsKeyId ?? 'arn:aws:kms:REGION:ACCOUNT:key/ID')
  const fix = fixBackendBlock('s3', 'encrypt    = true', `kms_key_id = ${key}`)
  if (hasCustomerKey) return row('kms-key', 'pass', 'A key of your own, sse_customer_key.')
  if (kmsKeyId !== undefined)
    return encrypt
      ? row('kms-key', 'pass', `The KMS key ${kmsKeyId}.`)
      : row(
          'kms-key',
          'fail',
          'kms_key_id is set but not used: Terraform uses it with encrypt = true only.',
          fix,
        )
  return judgeTold('kms-key', told, (found) => {
    const isKms = found?.algorithm.startsWith('aws:kms') === true
    if (isKms && encrypt) {
      const why = 'encrypt = true without kms_key_id asks for AES256'
      return row('kms-key', 'fail', `The KMS key of the bucket is not used: ${why}. Set kms_key_id too.`, fix)
    }
    if (isKms && found.keyId !== undefined && !/alias\/aws\/s3$/.test(found.keyId))
      return row('kms-key', 'pass', `The KMS key of the bucket, ${found.keyId}.`)
    const without =
      'No KMS key of your own: whoever may read the object can read the state, without a permission for a key.'
    return row('kms-key', 'warn', without, fix)
  })
}

function describe({ algorithm, keyId }: DefaultEncryption): string {
  return keyId === undefined ? algorithm : `${algorithm} with the key ${keyId}`
}
