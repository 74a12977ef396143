import { judgeTold, row, type AuditRow, type Told } from './check.ts'
import type { S3Settings } from './facts.ts'
import { fixTlsOnly } from './fixes.ts'
import { matchesWildcard } from './wildcard.ts'

type Fields = Readonly<Record<string, unknown>>

/** Whether the policy refuses every request to bucket and objects that comes without TLS. */
export function judgeTlsOnly(settings: S3Settings, told: Told<string | undefined>): AuditRow {
  const check = 'tls-only'
  const fix = fixTlsOnly(settings)
  return judgeTold(check, told, (json) => {
    if (json === undefined) return row(check, 'fail', 'The bucket has no policy.', fix)
    const statements = parseStatements(json)
    if (statements === undefined)
      return row(check, 'unknown', 'The policy is not JSON that a policy is made of.')
    const gaps = statements.flatMap((statement) => {
      const found = gapsOf(statement, settings)
      return found === undefined ? [] : [found]
    })
    const [fewest] = gaps.toSorted((a, b) => a.length - b.length)
    if (fewest === undefined) return row(check, 'fail', 'No statement denies requests without TLS.', fix)
    if (fewest.length === 0 || isCoveredTogether(gaps))
      return row(check, 'pass', 'Requests without TLS are denied.')
    return row(check, 'warn', `Requests without TLS are denied, but not all: ${fewest.join('; ')}.`, fix)
  })
}

/** One statement may be for the bucket and another for what is in it. */
function isCoveredTogether(gaps: readonly (readonly string[])[]): boolean {
  const only = (gap: string): boolean => gaps.some((found) => found.length === 1 && found[0] === gap)
  return only(GAP.bucket) && only(GAP.objects)
}

const GAP = {
  bucket: 'the bucket itself is left out',
  objects: 'some of its objects are left out',
  principal: 'some principals are left out',
  action: 'some actions are left out',
  condition: 'other conditions narrow it',
}

function parseStatements(json: string): readonly Fields[] | undefined {
  try {
    const statement = (JSON.parse(json) as { Statement?: unknown } | null)?.Statement
    const statements: unknown[] = Array.isArray(statement) ? statement : [statement]
    return statements.every(isFields) ? statements : undefined
  } catch {
    return undefined
  }
}

/** What a denial of plain HTTP leaves open; undefined for any other statement. */
function gapsOf(statement: Fields, { bucket }: S3Settings): readonly string[] | undefined {
  const { Effect, Principal, Action, Resource, Condition } = statement
  const conditions = conditionsOf(Condition)
  if (Effect !== 'Deny' || !conditions.some(isPlainHttp)) return undefined
  return [
    ...(isEverybody(Principal) ? [] : [GAP.principal]),
    ...(textsOf(Action).some((action) => /^(?:\*|s3:\*)$/i.test(action)) ? [] : [GAP.action]),
    ...(reaches(Resource, bucket) ? [] : [GAP.bucket]),
    // No key of an object begins with a NUL, so what reaches that reaches all of them.
    ...(reaches(Resource, `${bucket}/\u0000`) ? [] : [GAP.objects]),
    ...(conditions.every(isPlainHttp) ? [] : [GAP.condition]),
  ]
}

type Condition = readonly [operator: string, key: string, value: unknown]

function conditionsOf(condition: unknown): readonly Condition[] {
  if (!isFields(condition)) return []
  return Object.entries(condition).flatMap(([operator, keys]) =>
    Object.entries(isFields(keys) ? keys : {}).map(([key, value]) => [operator, key, value] as const),
  )
}

/** `s3:TlsVersion` does not do: a request without TLS has no such key, so a comparison with it is never met. */
function isPlainHttp([operator, key, value]: Condition): boolean {
  const values = (Array.isArray(value) ? value : [value]) as unknown[]
  const isFalse = values.length === 1 && String(values[0]).toLowerCase() === 'false'
  return /^Bool(?:IfExists)?$/i.test(operator) && key.toLowerCase() === 'aws:securetransport' && isFalse
}

function isEverybody(principal: unknown): boolean {
  if (isFields(principal)) return textsOf(principal['AWS']).includes('*')
  return textsOf(principal).includes('*')
}

function reaches(resource: unknown, name: string): boolean {
  const partitions = ['aws', 'aws-cn', 'aws-us-gov']
  return textsOf(resource).some((pattern) =>
    partitions.some((partition) => matchesWildcard(pattern, `arn:${partition}:s3:::${name}`)),
  )
}

function textsOf(value: unknown): readonly string[] {
  const values: unknown[] = Array.isArray(value) ? value : [value]
  return values.filter((entry) => typeof entry === 'string')
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
