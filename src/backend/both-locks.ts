import {
  combineReadings,
  readingsDisagree,
  type Annotation,
  type LockHalf,
  type Removal,
  type StateLock,
} from '../lock/lock-reading.ts'

/** S3 lock file and DynamoDB item at once, as during a migration. */
export function combineLocks(s3: StateLock, dynamodb: StateLock): StateLock {
  return {
    async read(signal) {
      const readBoth = async (): Promise<ReturnType<typeof combineReadings>[]> =>
        await Promise.all([s3.read(signal), dynamodb.read(signal)])
      let [fromS3, fromDynamoDb] = await readBoth()
      // Terraform takes and frees the two one after the other, and each try of a waiter makes and deletes the lock
      // file: a pair that disagrees is mostly one that was read in between.
      if (fromS3 && fromDynamoDb && readingsDisagree(fromS3, fromDynamoDb))
        [fromS3, fromDynamoDb] = await readBoth()
      return fromS3 && fromDynamoDb
        ? combineReadings(fromS3, fromDynamoDb)
        : { kind: 'unknown', reason: 'the lock was not read', transient: true }
    },
    // Terraform's own order: S3, then DynamoDB. Only the halves that were judged to be this lock's are touched, and where
    // the store of one does not let it go, as one without conditional deletes, the other one keeps the state locked too.
    async remove(version, proof) {
      const ends: HalfRemoval[] = []
      if (version.etag !== undefined) ends.push({ half: 'lock file', end: await s3.remove(version, proof) })
      if (version.info !== undefined && ends[0]?.end.kind !== 'refused')
        ends.push({ half: 'lock item', end: await dynamodb.remove(version, proof) })
      return combineRemovals(ends)
    },
    // Terraform's own order, in which a waiter of the other half gives the first one back.
    async take(info, proof) {
      const file = await s3.take(info, proof)
      if (file.kind !== 'taken') return file
      const item = await dynamodb.take(info, proof)
      if (item.kind === 'taken') return item
      const left = await s3.read()
      if (left.kind !== 'held' || left.holder.lockId !== info.id) return item
      const removal = await s3.remove(left.version, proof)
      if (removal.kind !== 'refused') return item
      return { kind: 'refused', reason: `the lock file of this run could not be removed: ${removal.reason}` }
    },
    // Each half is a lock that somebody may meet, so each one that can be written is.
    async annotate(lockId, info, signal) {
      const [file, item] = await Promise.all([
        s3.annotate(lockId, info, signal),
        dynamodb.annotate(lockId, info, signal),
      ])
      return combineAnnotations(file, item)
    },
  }
}

function combineAnnotations(file: Annotation, item: Annotation): Annotation {
  if (file.kind === 'annotated' && item.kind === 'annotated') {
    return { kind: 'annotated', evidence: `${file.evidence}; ${item.evidence}` }
  }
  if (file.kind === 'refused') return { kind: 'refused', reason: `the lock file: ${file.reason}` }
  if (item.kind === 'refused') return { kind: 'refused', reason: `the lock item: ${item.reason}` }
  return { kind: 'gone' }
}

interface HalfRemoval {
  readonly half: LockHalf
  readonly end: Removal
}

const SEVERITY: readonly Removal['kind'][] = ['refused', 'changed-hands', 'removed', 'gone']

/** The worse of the two, with what it leaves. */
function combineRemovals(ends: readonly HalfRemoval[]): Removal {
  const [worst, other] = ends.toSorted((a, b) => SEVERITY.indexOf(a.end.kind) - SEVERITY.indexOf(b.end.kind))
  if (worst === undefined) return { kind: 'refused', reason: 'the lock was read without its version' }
  const { half, end } = worst
  if (end.kind === 'removed' || end.kind === 'gone') return end
  const isHalfDone = other?.end.kind === 'removed' || other?.end.kind === 'gone'
  const left = isHalfDone ? { left: half } : {}
  if (end.kind === 'changed-hands') return { ...end, ...left }
  const gone = isHalfDone ? ` (the ${other.half} is gone)` : ''
  return { ...end, reason: `the ${half}: ${end.reason}${gone}`, ...left }
}
