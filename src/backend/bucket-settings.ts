import type {
  GetBucketAclCommandOutput,
  GetPublicAccessBlockCommandOutput,
  LifecycleRule as StoredRule,
  S3Client,
} from '@aws-sdk/client-s3'
import type { Told } from '../audit/check.ts'
import type { BucketFacts, DefaultEncryption, LifecycleRule, PublicAccessBlock } from '../audit/facts.ts'
import { ask, notTold, type Question } from './ask.ts'

/**
 * Asks S3 for the settings of a bucket, each by itself and all at once: one that is denied hides no other. Writes
 * nothing. Never rejects, except for what ended the job.
 */
export async function readBucketFacts(
  bucket: string,
  client: () => Promise<S3Client>,
  signal: AbortSignal,
): Promise<BucketFacts> {
  const s3 = await import('@aws-sdk/client-s3')
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
      (to, options) => to.send(new s3.GetBucketVersioningCommand(of), options),
      // Without a status where versioning never was on (API_GetBucketVersioning).
      ({ Status }) => told(Status),
    ),
    question(
      'GetEncryptionConfiguration',
      (to, options) => to.send(new s3.GetBucketEncryptionCommand(of), options),
      ({ ServerSideEncryptionConfiguration: found }) =>
        encryptionFromRule(found?.Rules?.[0]?.ApplyServerSideEncryptionByDefault),
      { name: 'ServerSideEncryptionConfigurationNotFoundError', value: undefined },
    ),
    question(
      'GetBucketPublicAccessBlock',
      (to, options) => to.send(new s3.GetPublicAccessBlockCommand(of), options),
      publicAccessBlockFromAnswer,
      { name: 'NoSuchPublicAccessBlockConfiguration', value: undefined },
    ),
    question(
      'GetBucketPolicyStatus',
      (to, options) => to.send(new s3.GetBucketPolicyStatusCommand(of), options),
      ({ PolicyStatus }) => fieldOf('PolicyStatus.IsPublic', PolicyStatus?.IsPublic),
      { name: 'NoSuchBucketPolicy', value: false },
    ),
    question<unknown, string | undefined>(
      'GetBucketOwnershipControls',
      (to, options) => to.send(new s3.GetBucketOwnershipControlsCommand(of), options),
      (answer) =>
        fieldOf(
          'OwnershipControls.Rules',
          (answer as { OwnershipControls?: { Rules?: { ObjectOwnership?: string }[] } }).OwnershipControls
            ?.Rules?.[0]?.ObjectOwnership,
        ),
      { name: 'OwnershipControlsNotFoundError', value: undefined },
    ),
    question(
      'GetBucketAcl',
      (to, options) => to.send(new s3.GetBucketAclCommand(of), options),
      publicGrantsFromAnswer,
    ),
    question<{ Policy?: string | undefined }, string | undefined>(
      'GetBucketPolicy',
      (to, options) => to.send(new s3.GetBucketPolicyCommand(of), options),
      ({ Policy }) => fieldOf('Policy', Policy),
      { name: 'NoSuchBucketPolicy', value: undefined },
    ),
    question(
      'GetBucketLogging',
      (to, options) => to.send(new s3.GetBucketLoggingCommand(of), options),
      // An empty answer where it is off (API_GetBucketLogging).
      ({ LoggingEnabled }) =>
        LoggingEnabled === undefined ? told(undefined) : fieldOf('TargetBucket', LoggingEnabled.TargetBucket),
    ),
    question<{ Rules?: StoredRule[] | undefined }, readonly LifecycleRule[]>(
      'GetLifecycleConfiguration',
      (to, options) => to.send(new s3.GetBucketLifecycleConfigurationCommand(of), options),
      ({ Rules }) =>
        Rules === undefined
          ? notTold('the answer has no Rules')
          : told(Rules.filter(({ Status }) => Status === 'Enabled').map(ruleFromAnswer)),
      { name: 'NoSuchLifecycleConfiguration', value: [] },
    ),
  ])
  return {
    ...{ versioning, encryption, publicAccessBlock, hasPublicPolicy, ownership, publicGrants, policy },
    ...{ logTarget, lifecycle },
  }
}

function told<T>(value: T): Told<T> {
  return { kind: 'told', value }
}

/** An answer without the field that was asked for says nothing. */
function fieldOf<T>(name: string, value: T | undefined): Told<T> {
  return value === undefined ? notTold(`the answer has no ${name}`) : told(value)
}

function encryptionFromRule(
  rule: { SSEAlgorithm?: string | undefined; KMSMasterKeyID?: string | undefined } | undefined,
): Told<DefaultEncryption | undefined> {
  const { SSEAlgorithm: algorithm, KMSMasterKeyID: keyId } = rule ?? {}
  return algorithm === undefined ? notTold('the answer has no SSEAlgorithm') : told({ algorithm, keyId })
}

function publicAccessBlockFromAnswer({
  PublicAccessBlockConfiguration: found,
}: GetPublicAccessBlockCommandOutput): Told<PublicAccessBlock | undefined> {
  const { BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets } = found ?? {}
  if (
    BlockPublicAcls === undefined ||
    IgnorePublicAcls === undefined ||
    BlockPublicPolicy === undefined ||
    RestrictPublicBuckets === undefined
  )
    return notTold('the answer has not all four settings')
  return told({
    blocksAcls: BlockPublicAcls,
    ignoresAcls: IgnorePublicAcls,
    blocksPolicy: BlockPublicPolicy,
    restrictsBucket: RestrictPublicBuckets,
  })
}

/** The groups of everybody, and of everybody with an AWS account (docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html). */
const PUBLIC_GROUP = /\/groups\/global\/(AllUsers|AuthenticatedUsers)$/

function publicGrantsFromAnswer({ Grants }: GetBucketAclCommandOutput): Told<readonly string[]> {
  if (Grants === undefined) return notTold('the answer has no Grants')
  return told(
    Grants.flatMap(({ Grantee, Permission = '' }) => {
      const [, group] = PUBLIC_GROUP.exec(Grantee?.URI ?? '') ?? []
      return group === undefined ? [] : [`${Permission} to ${group}`]
    }),
  )
}

function ruleFromAnswer(rule: StoredRule): LifecycleRule {
  const { Filter, Expiration, NoncurrentVersionExpiration } = rule
  const { Prefix, Tag, And, ObjectSizeGreaterThan, ObjectSizeLessThan } = Filter ?? {}
  const sizes = [
    ObjectSizeGreaterThan,
    ObjectSizeLessThan,
    And?.ObjectSizeGreaterThan,
    And?.ObjectSizeLessThan,
  ]
  const hasTags = Tag !== undefined || (And?.Tags ?? []).length > 0
  const hasSize = sizes.some((size) => size !== undefined)
  return {
    // The prefix of a rule without a filter is that of the first form of these rules, which S3 still keeps.
    prefix: Prefix ?? And?.Prefix ?? (rule as { Prefix?: string }).Prefix ?? '',
    narrowedBy: hasTags ? 'tags' : hasSize ? 'size' : undefined,
    expiresCurrent: Expiration?.Days !== undefined || Expiration?.Date !== undefined,
    noncurrentDays: NoncurrentVersionExpiration?.NoncurrentDays,
    removesDeleteMarkers: Expiration?.ExpiredObjectDeleteMarker === true,
  }
}
