import type { DigestReading, History, StateVersion } from './state-history.ts'

/** How the digest in DynamoDB stands to the state in S3. */
export type DigestStanding =
  | { readonly kind: 'no-table' }
  | { readonly kind: 'matches' }
  | {
      readonly kind: 'mismatch'
      readonly stored: string
      /** Of the state that is there; undefined where there is none. */
      readonly calculated: string | undefined
      /** Which of the two is newer, and how that is known. */
      readonly explanation: string
      readonly advice: string
      /** A whole state is there, so its digest can be written. */
      readonly isRepairable: boolean
    }

/** Terraform takes a digest that is missing for none, and reads the state (getMD5 in s3/client.go). */
export function judgeDigest(digest: DigestReading, { versions }: History): DigestStanding {
  if (digest.kind === 'no-table') return digest
  if (digest.kind === 'none') return { kind: 'matches' }
  const [newest] = versions
  const now = newest?.kind === 'object' ? newest : undefined
  const calculated = md5OfVersion(now)
  if (calculated === digest.md5) return { kind: 'matches' }
  const isRepairable = now?.content.kind === 'state'
  const owner = versions.find((version) => md5OfVersion(version) === digest.md5)
  return {
    ...{ kind: 'mismatch', stored: digest.md5, calculated, isRepairable },
    ...explain(now, owner),
  }
}

interface Explanation {
  readonly explanation: string
  readonly advice: string
}

const repair = 'run restore with repair-digest: true'

function explain(now: StateVersion | undefined, owner: StateVersion | undefined): Explanation {
  const bringBack = owner === undefined ? '' : `run restore with state-version: ${owner.versionId}`
  if (now === undefined) {
    return owner === undefined
      ? {
          explanation:
            'There is no state, and the digest belongs to none of its versions that could be read.',
          advice: 'If it was deleted by mistake, bring back a version from the list.',
        }
      : {
          explanation: `The digest is that of version ${owner.versionId}, and the state was deleted after that.`,
          advice: `If it was deleted by mistake, ${bringBack}.`,
        }
  }
  if (owner === undefined) {
    return {
      explanation:
        'The digest belongs to none of the versions that could be read, so it may well be the newer one: of a state that never arrived in S3, or whose version was removed.',
      advice: `Find out what was applied last. Only if the state that is there has it all: ${repair}.`,
    }
  }
  const [serialNow, serialThen] = [serialOf(now), serialOf(owner)]
  if (serialNow === undefined) {
    return {
      explanation: `The state that is there is newer than its digest, and is no whole state. The digest is that of version ${owner.versionId}.`,
      advice: `To have that version again, ${bringBack}.`,
    }
  }
  if (serialThen !== undefined && serialNow < serialThen) {
    return {
      explanation: `The digest is that of version ${owner.versionId} with the serial ${String(serialThen)}; an older state, with the serial ${String(serialNow)}, was put over it by other means than Terraform.`,
      advice: `To have the newer state again, ${bringBack}.`,
    }
  }
  return {
    explanation: `The state that is there is newer than its digest, which is that of version ${owner.versionId}: it was written without its digest, by other means than Terraform or by a Terraform that was cut off in between.`,
    advice: `If the state that is there is right, ${repair}; else ${bringBack}.`,
  }
}

function serialOf({ content }: StateVersion): number | undefined {
  return content.kind === 'state' ? content.summary.serial : undefined
}

function md5OfVersion(version: StateVersion | undefined): string | undefined {
  if (version === undefined) return undefined
  const { content } = version
  if (content.kind === 'state') return content.summary.md5
  return content.kind === 'not-whole' ? content.md5 : undefined
}
