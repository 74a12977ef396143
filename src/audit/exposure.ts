import { judgeTold, row, type AuditRow } from './check.ts'
import type { BucketFacts, PublicAccessBlock, S3Settings } from './facts.ts'
import { fixOwnership, fixPublicAccess } from './fixes.ts'

/** The ACL of new objects that the block can ask for, where everybody can read them. */
const PUBLIC_ACLS = new Set(['public-read', 'public-read-write', 'authenticated-read'])

export function judgePublicAccessBlock(
  settings: S3Settings,
  { publicAccessBlock, ownership }: BucketFacts,
): AuditRow {
  const check = 'public-access-block'
  const fix = fixPublicAccess(settings)
  return judgeTold(check, publicAccessBlock, (found) => {
    if (found === undefined)
      return row(check, 'fail', 'The bucket has none. (A block for the whole account is not looked at.)', fix)
    const off = namesOff(found)
    if (off.length === 0) return row(check, 'pass', 'All four settings are on.')
    const isAboutAcls = found.blocksPolicy && found.restrictsBucket
    const hasNoAcls = ownership.kind === 'told' && ownership.value === 'BucketOwnerEnforced'
    return isAboutAcls && hasNoAcls
      ? row(
          check,
          'warn',
          `${off.join(' and ')} off; the bucket has no ACLs, so that opens nothing now.`,
          fix,
        )
      : row(check, 'fail', `${off.join(', ')} off.`, fix)
  })
}

function namesOff(block: PublicAccessBlock): string[] {
  return [
    ...(block.blocksAcls ? [] : ['BlockPublicAcls']),
    ...(block.ignoresAcls ? [] : ['IgnorePublicAcls']),
    ...(block.blocksPolicy ? [] : ['BlockPublicPolicy']),
    ...(block.restrictsBucket ? [] : ['RestrictPublicBuckets']),
  ]
}

export function judgePublicPolicy(
  settings: S3Settings,
  { hasPublicPolicy, publicAccessBlock }: BucketFacts,
): AuditRow {
  const check = 'public-policy'
  return judgeTold(check, hasPublicPolicy, (isPublic) => {
    if (!isPublic) return row(check, 'pass', 'S3 says that it is not.')
    const isRestricted =
      publicAccessBlock.kind === 'told' && publicAccessBlock.value?.restrictsBucket === true
    const rest = 'Take the statements with the principal "*" out of it.'
    return isRestricted
      ? row(check, 'warn', `It is public, and only the public access block holds it back. ${rest}`)
      : row(check, 'fail', `It is public: anybody may do what it allows. ${rest}`, fixPublicAccess(settings))
  })
}

export function judgeAcl(
  settings: S3Settings,
  { ownership, publicGrants, publicAccessBlock }: BucketFacts,
): AuditRow {
  const check = 'acl'
  const fix = fixOwnership(settings)
  return judgeTold(check, ownership, (found) => {
    if (found === 'BucketOwnerEnforced') return row(check, 'pass', 'ACLs are off (BucketOwnerEnforced).')
    const isIgnored = publicAccessBlock.kind === 'told' && publicAccessBlock.value?.ignoresAcls === true
    if (PUBLIC_ACLS.has(settings.acl ?? '') && !isIgnored)
      return row(check, 'fail', `The backend block gives the state the ACL ${String(settings.acl)}.`, fix)
    return judgeTold(check, publicGrants, (grants) => {
      if (grants.length > 0 && !isIgnored)
        return row(check, 'fail', `The ACL of the bucket gives ${grants.join(', ')}.`, fix)
      const told = `ACLs are on (${found ?? 'no object ownership is set'}), though that of the bucket gives nothing to everybody.`
      return row(check, 'warn', told, fix)
    })
  })
}
