import type { S3Client } from '@aws-sdk/client-s3'
import { isAws } from './conditional-writes.ts'
import { within } from './request.ts'
import type { S3BackendConfig } from './s3-config.ts'

/**
 * The AWS account of the backend's credentials, as STS tells it; needs no permission. Never rejects: undefined where it
 * could not be asked. A store of one's own has no STS, and its keys are not for AWS to see, so there it is asked only
 * where an endpoint of it is configured.
 */
export async function readAwsAccount(
  config: S3BackendConfig,
  client: () => Promise<S3Client>,
  signal?: AbortSignal,
): Promise<string | undefined> {
  try {
    return await within(async (abortSignal) => {
      const s3 = await client()
      const { sts: endpoint } = config.endpoints
      if (endpoint === undefined && !(await isAws(s3, { Bucket: config.bucket, Key: config.statePath })))
        return undefined
      const { GetCallerIdentityCommand, STSClient } = await import('@aws-sdk/client-sts')
      // The S3 client has found the credentials already, and reaches AWS as the backend says.
      const { credentials, requestHandler, region, useFipsEndpoint, useDualstackEndpoint } = s3.config
      const sts = new STSClient({
        ...{ credentials, requestHandler, useFipsEndpoint, useDualstackEndpoint, maxAttempts: 2 },
        region: config.stsRegion ?? region,
        ...(endpoint === undefined ? {} : { endpoint }),
      })
      const { Account = '' } = await sts.send(new GetCallerIdentityCommand({}), { abortSignal })
      return /^\d{12}$/.test(Account) ? Account : undefined
    }, signal)
  } catch {
    return undefined
  }
}
