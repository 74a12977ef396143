import type {
  GetBucketLifecycleConfigurationCommandOutput,
  GetBucketLoggingCommandOutput,
  GetBucketOwnershipControlsCommandOutput,
  GetBucketPolicyCommandOutput,
  S3Client,
} from '@aws-sdk/client-s3'
import type { Told } from '../audit/check.ts'
import type { BucketFacts, LifecycleRule } from '../audit/facts.ts'
import { ask, fieldOf, told, type Question } from './ask.ts'
import {
  encryptionFromRule,
  publicAccessBlockFromAnswer,
  publicGrantsFromAnswer,
  rulesFromAnswer,
} from './bucket-answers.ts'

/**
 * Asks S3 for the settings of a bucket, each by itself and all at once: one that is denied hides no other. Writes
 * nothing. Never rejects, except for what ended the job.
 */
export async function readBucketFacts(
  bucket: string,
  client: () => Promise<S3Client>,
  signal: AbortSignal,
): Promise<BucketFacts> {
  const {
    GetBucketAclCommand,
    GetBucketEncryptionCommand,
    GetBucketLifecycleConfigurationCommand,
    GetBucketLoggingCommand,
    GetBucketOwnershipControlsCommand,
    GetBucketPolicyCommand,
    GetBucketPolicyStatusCommand,
    GetBucketVersioningCommand,
    GetPublicAccessBlockCommand,
  } = await import('@aws-sdk/client-s3')
  const of = { Bucket: bucket }
  const question = <Output, T>(
    permission: string,
    send: (client: S3Client, options: { abortSignal: AbortSignal }) => Promise<Output>,
    read: (answer: Output) => Told<T>,
    absent?: Question<Output, T>['absent'],
  ): Promise<Told<T>> =>
    ask(
      {
        permission: `s3:${permission}`,
        send: async (abortSignal) => await send(await client(), { abortSignal }),
        ...{ read, absent },
      },
      signal,
    )
  const [
    versioning,
    encryption,
    publicAccessBlock,
    hasPublicPolicy,
    ownership,
    publicGrants,
    policy,
    logTarget,
    lifecycle,
  ] = await Promise.all([
    question(
      'GetBucketVersioning',
      (to, options) => to.send(new GetBucketVersioningCommand(of), options),
      // Without a status where versioning never was on (API_GetBucketVersioning).
      ({ Status }) => told(Status),
    ),
    question(
      'GetEncryptionConfiguration',
      (to, options) => to.send(new GetBucketEncryptionCommand(of), options),
      ({ ServerSideEncryptionConfiguration: found }) =>
        encryptionFromRule(found?.Rules?.[0]?.ApplyServerSideEncryptionByDefault),
      { name: 'ServerSideEncryptionConfigurationNotFoundError', value: undefined },
    ),
    question(
      'GetBucketPublicAccessBlock',
      (to, options) => to.send(new GetPublicAccessBlockCommand(of), options),
      publicAccessBlockFromAnswer,
      { name: 'NoSuchPublicAccessBlockConfiguration', value: undefined },
    ),
    question(
      'GetBucketPolicyStatus',
      (to, options) => to.send(new GetBucketPolicyStatusCommand(of), options),
      ({ PolicyStatus }) => fieldOf('PolicyStatus.IsPublic', PolicyStatus?.IsPublic),
      { name: 'NoSuchBucketPolicy', value: false },
    ),
    question<GetBucketOwnershipControlsCommandOutput, string | undefined>(
      'GetBucketOwnershipControls',
      (to, options) => to.send(new GetBucketOwnershipControlsCommand(of), options),
      ({ OwnershipControls }) => fieldOf('ObjectOwnership', OwnershipControls?.Rules?.[0]?.ObjectOwnership),
      { name: 'OwnershipControlsNotFoundError', value: undefined },
    ),
    question(
      'GetBucketAcl',
      (to, options) => to.send(new GetBucketAclCommand(of), options),
      publicGrantsFromAnswer,
    ),
    question<GetBucketPolicyCommandOutput, string | undefined>(
      'GetBucketPolicy',
      (to, options) => to.send(new GetBucketPolicyCommand(of), options),
      ({ Policy }) => fieldOf('Policy', Policy),
      { name: 'NoSuchBucketPolicy', value: undefined },
    ),
    question<GetBucketLoggingCommandOutput, string | undefined>(
      'GetBucketLogging',
      (to, options) => to.send(new GetBucketLoggingCommand(of), options),
      // An empty answer where it is off (API_GetBucketLogging).
      ({ LoggingEnabled }) =>
        LoggingEnabled === undefined ? told(undefined) : fieldOf('TargetBucket', LoggingEnabled.TargetBucket),
    ),
    question<GetBucketLifecycleConfigurationCommandOutput, readonly LifecycleRule[]>(
      'GetLifecycleConfiguration',
      (to, options) => to.send(new GetBucketLifecycleConfigurationCommand(of), options),
      rulesFromAnswer,
      { name: 'NoSuchLifecycleConfiguration', value: [] },
    ),
  ])
  return {
    ...{ versioning, encryption, publicAccessBlock, hasPublicPolicy, ownership, publicGrants, policy },
    ...{ logTarget, lifecycle },
  }
}
