import type {
  GetBucketAclCommandOutput,
  GetPublicAccessBlockCommandOutput,
  LifecycleRule as StoredRule,
} from '@aws-sdk/client-s3'
import type { Told } from '../audit/check.ts'
import type { DefaultEncryption, LifecycleRule, PublicAccessBlock } from '../audit/facts.ts'
import { fieldOf, notTold, told } from './ask.ts'

export function encryptionFromRule(
  rule: { SSEAlgorithm?: string | undefined; KMSMasterKeyID?: string | undefined } | undefined,
): Told<DefaultEncryption | undefined> {
  const { SSEAlgorithm: algorithm, KMSMasterKeyID: keyId } = rule ?? {}
  return algorithm === undefined ? notTold('the answer has no SSEAlgorithm') : told({ algorithm, keyId })
}

export function publicAccessBlockFromAnswer({
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

export function publicGrantsFromAnswer({ Grants }: GetBucketAclCommandOutput): Told<readonly string[]> {
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

export function rulesFromAnswer({
  Rules,
}: {
  readonly Rules?: readonly StoredRule[] | undefined
}): Told<readonly LifecycleRule[]> {
  const found = fieldOf('Rules', Rules)
  if (found.kind === 'not-told') return found
  return told(found.value.filter(({ Status }) => Status === 'Enabled').map(ruleFromAnswer))
}
