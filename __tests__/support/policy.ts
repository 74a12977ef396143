import { readFileSync } from 'node:fs'
import type { IncomingHttpHeaders } from 'node:http'
import { join } from 'node:path'
import type { ProxiedRequest } from './fault-proxy.ts'
import type { RecordedRequest } from './embedded-s3.ts'

type OneOrMore = string | readonly string[]

/** A policy of IAM or of a bucket, as far as those in `examples/policies/` go. */
export interface Policy {
  readonly Version: string
  readonly Statement: readonly PolicyStatement[]
}

export interface PolicyStatement {
  readonly Sid: string
  readonly Effect: string
  /** Of a bucket's policy `*`, and of a trust policy the provider of the tokens. */
  readonly Principal?: unknown
  readonly Action: OneOrMore
  /** Missing in a trust policy, which is about its own role. */
  readonly Resource?: OneOrMore
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, OneOrMore>>>>
}

/** What IAM judges: one action on one resource, and the condition keys that the request has. */
export interface AccessRequest {
  readonly action: string
  readonly resource: string
  readonly context?: Readonly<Record<string, OneOrMore>>
}

const folder = join(import.meta.dirname, '..', '..', 'examples', 'policies')

export interface PolicyPlace {
  readonly bucket?: string
  /** Of the state. */
  readonly key?: string
  /** Of the locks. */
  readonly table?: string
}

/** A policy of `examples/policies/` with what the README there says to replace. */
export function readPolicy(name: string, place: PolicyPlace = {}): Policy {
  const { bucket = exampleBucket, key = exampleKey, table = exampleTable } = place
  const text = readFileSync(join(folder, `${name}.json`), 'utf8')
    .replaceAll(exampleKey, key)
    .replaceAll(exampleBucket, bucket)
    .replaceAll(exampleTable, table)
  return JSON.parse(text) as Policy
}

export const exampleBucket = 'acme-terraform-state'
export const exampleKey = 'production/terraform.tfstate'
export const exampleTable = 'terraform-locks'
/** Where the examples have their table. */
const tableArnPrefix = 'arn:aws:dynamodb:eu-west-1:123456789012:table/'

/**
 * Whether these policies together allow a request: what one of them denies is denied, else one has to allow it
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html). Throws for what is
 * written in a way that is not known here, so that nothing is judged by half.
 */
export function isAllowed(policies: readonly Policy[], request: AccessRequest): boolean {
  // https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
  if (request.action === 'sts:GetCallerIdentity') return true
  const applying = policies.flatMap(({ Statement }) => Statement).filter((each) => applies(each, request))
  const effects = applying.map(({ Effect }) => Effect)
  return effects.includes('Allow') && !effects.includes('Deny')
}

function applies(statement: PolicyStatement, { action, resource, context = {} }: AccessRequest): boolean {
  const strange = Object.keys(statement).filter((element) => !knownElements.has(element))
  if (strange.length > 0) throw new Error(`${statement.Sid}: ${strange.join(', ')} is not known here`)
  if (!['Allow', 'Deny'].includes(statement.Effect)) throw new Error(`${statement.Sid}: ${statement.Effect}`)
  const { Action, Resource = resource, Condition = {} } = statement
  return (
    // Actions are not case sensitive, resources are.
    listOf(Action).some((pattern) => matches(pattern.toLowerCase(), action.toLowerCase())) &&
    listOf(Resource).some((pattern) => matches(pattern, resource)) &&
    Object.entries(Condition).every(([operator, keys]) =>
      Object.entries(keys).every(([key, wanted]) =>
        isMet(operator, listOf(wanted), valuesOf(context, key.toLowerCase())),
      ),
    )
  )
}

const knownElements = new Set(['Sid', 'Effect', 'Principal', 'Action', 'Resource', 'Condition'])

/** `values`: undefined where the request has no such key. */
function isMet(operator: string, wanted: readonly string[], values: readonly string[] | undefined): boolean {
  switch (operator) {
    case 'Null':
      return wanted.includes(String(values === undefined))
    case 'StringEquals':
      return values !== undefined && values.some((value) => wanted.includes(value))
    case 'StringLike':
    case 'ArnEquals':
      return values !== undefined && values.some((value) => wanted.some((pattern) => matches(pattern, value)))
    case 'ArnNotEquals':
      return !isMet('ArnEquals', wanted, values)
    // True also where there is no value at all.
    case 'ForAllValues:StringEquals':
      return (values ?? []).every((value) => wanted.includes(value))
    case 'ForAllValues:StringLike':
      return (values ?? []).every((value) => wanted.some((pattern) => matches(pattern, value)))
    default:
      throw new Error(`the condition operator ${operator} is not known here`)
  }
}

/** Condition keys are not case sensitive. */
function valuesOf(context: AccessRequest['context'] = {}, key: string): readonly string[] | undefined {
  const found = Object.entries(context).find(([name]) => name.toLowerCase() === key)
  return found === undefined ? undefined : listOf(found[1])
}

/** `*` is any text, slashes included, and `?` any character. */
function matches(pattern: string, text: string): boolean {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${source}$`, 's').test(text)
}

function listOf(value: OneOrMore): readonly string[] {
  return typeof value === 'string' ? [value] : value
}

/** Of a trial on a scratch object (`backend/conditional-writes.ts`), which AWS is spared, and policies know nothing of. */
export function isTrialOfConditions({ key }: Pick<RecordedRequest, 'key'>): boolean {
  return key.includes('.lockstep-probe-')
}

/**
 * What S3 asks IAM about a request that it was sent
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html).
 */
export function accessRequestsOfS3(
  request: Pick<RecordedRequest, 'method' | 'bucket' | 'key' | 'query' | 'headers' | 'status'>,
): readonly AccessRequest[] {
  const { method, bucket, key, query, headers, status } = request
  const bucketArn = `arn:aws:s3:::${bucket}`
  const resource = `${bucketArn}/${key}`
  const unknown = new Error(`what ${method} ${resource}?${query.toString()} needs is not known here`)
  if (query.has('delete') || headers['x-amz-copy-source'] !== undefined) throw unknown
  if (key === '') {
    const setting = [...query.keys()].map((name) => SETTINGS[name]).find((action) => action !== undefined)
    if (method === 'GET' && setting !== undefined)
      return [{ action: `s3:${setting}`, resource: bucketArn, context: {} }]
    if (!['GET', 'HEAD'].includes(method) || hasSubresource(query)) throw unknown
    return [{ action: 's3:ListBucket', resource: bucketArn, context: listingContext(query) }]
  }
  const context = conditionsOf(headers)
  const about = (action: string): AccessRequest => ({ action, resource, context })
  const version = query.has('versionId') ? 'Version' : ''
  // A condition on an ETag tells something of what is stored.
  const compares = context['s3:if-match'] === undefined ? [] : [about('s3:GetObject')]
  switch (method) {
    case 'GET':
    case 'HEAD':
      if (hasSubresource(query)) throw unknown
      // That something is not there is told only to who may list the bucket.
      return [
        about(`s3:GetObject${version}`),
        ...(status === 404 ? [{ action: 's3:ListBucket', resource: bucketArn }] : []),
      ]
    case 'PUT':
    case 'POST':
      return [about('s3:PutObject'), ...extrasOfPut(headers).map(about), ...compares]
    case 'DELETE':
      if (query.has('uploadId')) return [about('s3:AbortMultipartUpload')]
      return [about(`s3:DeleteObject${version}`), ...compares]
    default:
      throw unknown
  }
}

/** What reading a setting of a bucket needs. */
const SETTINGS: Readonly<Record<string, string>> = {
  acl: 'GetBucketAcl',
  encryption: 'GetEncryptionConfiguration',
  lifecycle: 'GetLifecycleConfiguration',
  logging: 'GetBucketLogging',
  ownershipControls: 'GetBucketOwnershipControls',
  policy: 'GetBucketPolicy',
  policyStatus: 'GetBucketPolicyStatus',
  publicAccessBlock: 'GetBucketPublicAccessBlock',
  versioning: 'GetBucketVersioning',
  versions: 'ListBucketVersions',
}

function hasSubresource(query: URLSearchParams): boolean {
  return [...query].some(([name, value]) => value === '' && !['prefix', 'delimiter'].includes(name))
}

function listingContext(query: URLSearchParams): Readonly<Record<string, string>> {
  const prefix = query.get('prefix')
  return prefix === null ? {} : { 's3:prefix': prefix }
}

function conditionsOf(headers: IncomingHttpHeaders): Readonly<Record<string, string>> {
  const { 'if-match': ifMatch, 'if-none-match': ifNoneMatch } = headers
  return {
    ...(ifMatch === undefined ? {} : { 's3:if-match': ifMatch }),
    ...(ifNoneMatch === undefined ? {} : { 's3:if-none-match': ifNoneMatch }),
  }
}

function extrasOfPut(headers: IncomingHttpHeaders): readonly string[] {
  return [
    ...(headers['x-amz-acl'] === undefined ? [] : ['s3:PutObjectAcl']),
    ...(headers['x-amz-tagging'] === undefined ? [] : ['s3:PutObjectTagging']),
  ]
}

/** What DynamoDB asks IAM about a request for one item of a lock table. */
export function accessRequestsOfDynamoDb({
  headers,
  body,
}: Pick<ProxiedRequest, 'headers' | 'body'>): readonly AccessRequest[] {
  const operation = String(headers['x-amz-target']).split('.').at(-1) ?? ''
  const { TableName, Key, Item } = JSON.parse(body.toString('utf8')) as LockTableRequest
  const lockKey = (Key ?? Item)?.LockID.S
  return [
    {
      action: `dynamodb:${operation}`,
      resource: `${tableArnPrefix}${TableName}`,
      ...(lockKey === undefined ? {} : { context: { 'dynamodb:LeadingKeys': [lockKey] } }),
    },
  ]
}

interface LockTableRequest {
  readonly TableName: string
  readonly Key?: { readonly LockID: { readonly S: string } }
  readonly Item?: { readonly LockID: { readonly S: string } }
}
