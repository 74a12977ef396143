import { judgeTold, row, type AuditRow } from './check.ts'
import type { BucketFacts, LifecycleRule, S3Settings } from './facts.ts'
import { fixLifecycle } from './fixes.ts'

/** Less than a week of history is gone before a long weekend's damage is seen. */
const minimumNoncurrentDays = 7

/** Whether old versions of the state stay long enough and do go, and nothing removes the state itself. */
export function judgeNoncurrentVersions(settings: S3Settings, { lifecycle }: BucketFacts): AuditRow {
  const check = 'noncurrent-versions'
  const fix = fixLifecycle(settings)
  return judgeTold(check, lifecycle, (rules) => {
    const reaching = rules.filter((rule) => reaches(rule, settings.key))
    if (isRemoved(rules, settings.key))
      return row(
        check,
        'fail',
        'A lifecycle rule removes the state itself when it was not changed for a while.',
      )
    const days = daysOf(reaching)
    if (days === undefined)
      return row(check, 'warn', 'No lifecycle rule removes old versions of the state: they pile up.', fix)
    return days < minimumNoncurrentDays
      ? row(
          check,
          'warn',
          `Old versions of the state go after ${String(days)} days, which is soon for bringing one back.`,
          fix,
        )
      : row(check, 'pass', `Old versions of the state go after ${String(days)} days.`)
  })
}

/** Each lock leaves a version and a delete marker in a versioned bucket (hashicorp/terraform#36445). */
export function judgeLockLeftovers(
  settings: S3Settings,
  { lifecycle, versioning }: BucketFacts,
): AuditRow | undefined {
  const check = 'lock-leftovers'
  if (settings.mechanism !== 's3' && settings.mechanism !== 's3-and-dynamodb') return undefined
  const fix = fixLifecycle(settings)
  return judgeTold(check, lifecycle, (rules) => {
    const reaching = rules.filter((rule) => reaches(rule, `${settings.key}.tflock`))
    if (isRemoved(rules, `${settings.key}.tflock`))
      return row(check, 'fail', 'A lifecycle rule removes the lock file of whoever holds the lock for long.')
    if (versioning.kind === 'told' && versioning.value === undefined)
      return row(check, 'pass', 'The bucket keeps no versions, so a lock leaves nothing behind.')
    const missing = [
      ...(daysOf(reaching) === undefined ? ['NoncurrentVersionExpiration'] : []),
      ...(reaching.some(({ removesDeleteMarkers }) => removesDeleteMarkers)
        ? []
        : ['ExpiredObjectDeleteMarker']),
    ]
    return missing.length === 0
      ? row(check, 'pass', 'Old versions and delete markers of the lock file are removed.')
      : row(
          check,
          'warn',
          `No rule for the lock file has ${missing.join(' or ')}: each run leaves a version and a delete marker.`,
          fix,
        )
  })
}

function reaches({ prefix, narrowedBy }: LifecycleRule, key: string): boolean {
  return narrowedBy === undefined && key.startsWith(prefix)
}

/** An object may have any size; Terraform gives it no tags. */
function isRemoved(rules: readonly LifecycleRule[], key: string): boolean {
  return rules.some(
    ({ expiresCurrent, prefix, narrowedBy }) =>
      expiresCurrent && narrowedBy !== 'tags' && key.startsWith(prefix),
  )
}

/** Of several rules the shortest counts. */
function daysOf(rules: readonly LifecycleRule[]): number | undefined {
  const days = rules.flatMap(({ noncurrentDays }) => (noncurrentDays === undefined ? [] : [noncurrentDays]))
  return days.length === 0 ? undefined : Math.min(...days)
}
