import type { PutObjectCommandInput } from '@aws-sdk/client-s3'
import type { S3BackendConfig } from './s3-config.ts'

/** The parameters that an object under SSE-C needs for each read; Terraform's own read of the lock omits them. */
export function customerKeyParameters(
  config: Pick<S3BackendConfig, 'sseCustomerKey'>,
): Pick<PutObjectCommandInput, 'SSECustomerAlgorithm' | 'SSECustomerKey'> {
  return config.sseCustomerKey === undefined
    ? {}
    : { SSECustomerAlgorithm: 'AES256', SSECustomerKey: config.sseCustomerKey }
}

/**
 * What Terraform stores its state and its lock file with, so that a policy which lets Terraform's write pass lets ours
 * pass (`Put` and `lockWithFile` in internal/backend/remote-state/s3/client.go).
 */
export function storedObjectParameters(
  config: S3BackendConfig,
): Pick<
  PutObjectCommandInput,
  | 'ACL'
  | 'ChecksumAlgorithm'
  | 'ContentType'
  | 'ServerSideEncryption'
  | 'SSECustomerAlgorithm'
  | 'SSECustomerKey'
  | 'SSEKMSKeyId'
> {
  return {
    ContentType: 'application/json',
    // Any text goes to the store, as from Terraform; the SDK's type lists the ones that AWS knows.
    ...(config.acl === undefined ? {} : { ACL: config.acl as NonNullable<PutObjectCommandInput['ACL']> }),
    ...(config.skipS3Checksum ? {} : { ChecksumAlgorithm: 'SHA256' }),
    ...encryptionParameters(config),
  }
}

function encryptionParameters(
  config: S3BackendConfig,
): Pick<
  PutObjectCommandInput,
  'ServerSideEncryption' | 'SSECustomerAlgorithm' | 'SSECustomerKey' | 'SSEKMSKeyId'
> {
  if (!config.encrypt) return {}
  if (config.kmsKeyId !== undefined) return { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: config.kmsKeyId }
  if (config.sseCustomerKey !== undefined) return customerKeyParameters(config)
  return { ServerSideEncryption: 'AES256' }
}
