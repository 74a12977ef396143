import { sha256 } from '../plan/sha256.ts'

export interface S3StateAddress {
  readonly bucket: string
  /** As Terraform writes it: with the workspace's prefix, without `.tflock`. */
  readonly key: string
  readonly region?: string
  readonly dynamodbTable?: string
}

const form = 'expected `s3://bucket/key`, with `?region=…` and `&dynamodb_table=…` if needed'
const bucketName = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/
const regionName = /^[a-z0-9-]+$/
const tableName = /^[\w.:/-]{1,1024}$/ // an ARN is a table name too

/**
 * The input `state-address`. In the key `%`, `?` and control characters are percent-encoded.
 * @throws RangeError that says what is accepted
 */
export function parseStateAddress(text: string): S3StateAddress {
  const match = /^s3:\/\/([^/?]*)\/?([^?]*)(?:\?(.*))?$/s.exec(text)
  if (match === null) throw new RangeError(form)
  const [, bucket = '', encodedKey = '', query] = match
  if (!bucketName.test(bucket)) {
    throw new RangeError(
      `${form}; a bucket's name has 3 to 63 characters of \`a-z\`, \`0-9\`, \`.\` and \`-\``,
    )
  }
  const options = parseOptions(query)
  return { bucket, key: parseKey(encodedKey), ...options }
}

/** The output `state-address` for the state object at `path` in `bucket`. */
export function renderS3StateAddress(bucket: string, path: string): string {
  // Only what parseStateAddress would read otherwise, so that the address stays the one that people know.
  return `s3://${bucket}/${path.replace(/[%?\p{Cc}]/gu, (character) => encodeURIComponent(character))}`
}

/** A name for `concurrency.group` that is the same for everybody who uses this state. */
export function concurrencyGroupFromAddress(address: string): string {
  return `lockstep-${sha256(address).slice(0, 16)}`
}

function parseKey(encoded: string): string {
  const key = decodePercents(encoded)
  if (key === '') throw new RangeError(`${form}; the key is missing`)
  // Terraform refuses such keys, so no lock would ever be found beside one.
  if (key.startsWith('/') || key.endsWith('/')) {
    throw new RangeError(`${form}; the key of a state neither begins nor ends with \`/\``)
  }
  if (key.endsWith('.tflock')) {
    throw new RangeError(`${form}; give the key of the state, without \`.tflock\``)
  }
  return key
}

function parseOptions(query = ''): Pick<S3StateAddress, 'region' | 'dynamodbTable'> {
  const given = new Map<string, string>()
  for (const item of query.split('&').filter((part) => part !== '')) {
    const [name = '', ...rest] = item.split('=')
    if (name !== 'region' && name !== 'dynamodb_table') {
      throw new RangeError(`${form}; after \`?\` only \`region\` and \`dynamodb_table\` are known`)
    }
    if (given.has(name)) throw new RangeError(`${form}; \`${name}\` is given twice`)
    const value = decodePercents(rest.join('='))
    if (!(name === 'region' ? regionName : tableName).test(value)) {
      throw new RangeError(`${form}; \`${name}\` is empty or holds a character that no such name has`)
    }
    given.set(name, value)
  }
  const region = given.get('region')
  const dynamodbTable = given.get('dynamodb_table')
  return { ...(region !== undefined && { region }), ...(dynamodbTable !== undefined && { dynamodbTable }) }
}

function decodePercents(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch (error) {
    throw new RangeError(`${form}; \`%\` begins an escape such as \`%3F\``, { cause: error })
  }
}
