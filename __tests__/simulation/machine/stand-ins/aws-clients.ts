// Stands in for src/backend/aws-clients.ts: clients whose requests the simulated stores serve, in virtual time.
import { currentProcess } from '../kernel.ts'
import { send, ServiceError, type Retrying } from '../network.ts'
import { theWorld } from '../world.ts'
import type { Command } from './aws-commands.ts'

type Fields = Readonly<Record<string, unknown>>
interface SendOptions {
  readonly abortSignal?: AbortSignal
}
interface Client {
  readonly config: object
  send(command: Command, options?: SendOptions): Promise<unknown>
}

const likeOurs: Retrying = { attempts: 3 }

export function createS3Client(): Promise<Client> {
  return Promise.resolve({
    config: {},
    async send(command: Command, { abortSignal }: SendOptions = {}): Promise<unknown> {
      if (command.middlewares.length > 0) return await tellHost(command)
      const { Key = '', Prefix = '' } = command.input as { Key?: string; Prefix?: string }
      const { IfMatch, IfNoneMatch } = command.input as { IfMatch?: string; IfNoneMatch?: string }
      return await send(
        {
          service: 's3',
          name: command.name,
          key: Key === '' ? Prefix : Key,
          isConditional: IfMatch !== undefined || IfNoneMatch !== undefined,
          act: () => answerS3(command),
        },
        likeOurs,
        abortSignal,
      )
    },
  })
}

export function warmUpS3Client(): Promise<void> {
  return Promise.resolve()
}

/** `isAws` looks at the host before anything is sent. */
async function tellHost({ middlewares }: Command): Promise<unknown> {
  const request = { hostname: theWorld().storeHost }
  const send = middlewares.reduce<(args: unknown) => Promise<unknown>>(
    (next, middleware) => middleware(next),
    () => Promise.resolve({}),
  )
  return await send({ request })
}

function answerS3({ name, input }: Command): unknown {
  const { bucket } = theWorld()
  const {
    Key = '',
    Prefix = '',
    VersionId,
    Body = '',
    IfMatch,
    IfNoneMatch,
  } = input as Readonly<Record<string, string | undefined>>
  switch (name) {
    case 'GetObject': {
      const { body, etag, versionId, storedAt } = bucket.get(Key, VersionId)
      return {
        Body: {
          transformToString: () => Promise.resolve(body.toString('utf8')),
          transformToByteArray: () => Promise.resolve(body),
        },
        ContentLength: body.length,
        ETag: etag,
        VersionId: versionId,
        LastModified: wholeSeconds(storedAt),
      }
    }
    case 'HeadObject':
      return { ETag: bucket.get(Key).etag }
    case 'PutObject': {
      const { etag, versionId } = bucket.put(Key, Body, { IfMatch, IfNoneMatch })
      return { ETag: etag, VersionId: versionId }
    }
    case 'DeleteObject':
      bucket.remove(Key, { IfMatch })
      return {}
    case 'ListObjectsV2': {
      const keys = bucket.keys().filter((key) => key.startsWith(Prefix))
      return {
        Contents: keys
          .toSorted()
          .map((key) => ({ Key: key, LastModified: wholeSeconds(bucket.get(key).storedAt) })),
      }
    }
    case 'ListObjectVersions':
      return listVersions(Prefix)
    case 'GetBucketVersioning':
      return { Status: 'Enabled' }
    default:
      throw new ServiceError('NotImplemented', 501)
  }
}

function listVersions(prefix: string): Fields {
  const { bucket } = theWorld()
  const all = bucket.versions.filter(({ key }) => key.startsWith(prefix)).toReversed()
  const newest = new Set<string>()
  const entries = all.map(({ kind, key, object }) => {
    const IsLatest = !newest.has(key)
    newest.add(key)
    const LastModified = wholeSeconds(object.storedAt)
    return { kind, Key: key, VersionId: object.versionId, LastModified, IsLatest, Size: object.body.length }
  })
  return {
    Versions: entries.filter(({ kind }) => kind === 'object'),
    DeleteMarkers: entries.filter(({ kind }) => kind === 'delete-marker'),
  }
}

function wholeSeconds(ms: number): Date {
  return new Date(Math.floor(ms / 1000) * 1000)
}

type Attributes = Readonly<Record<string, { readonly S: string } | undefined>>

export function createDynamoDbClient(): Promise<Client> {
  return Promise.resolve({
    config: {},
    async send(command: Command, { abortSignal }: SendOptions = {}): Promise<unknown> {
      const { Key, Item, ConditionExpression } = command.input as {
        Key?: Attributes
        Item?: Attributes
        ConditionExpression?: string
      }
      const key = (Key ?? Item)?.['LockID']?.S ?? ''
      return await send(
        {
          service: 'dynamodb',
          name: command.name,
          key,
          isConditional: ConditionExpression !== undefined,
          act: () => answerDynamoDb(command, key),
        },
        likeOurs,
        abortSignal,
      )
    },
  })
}

function answerDynamoDb({ name, input }: Command, key: string): unknown {
  const { table } = theWorld()
  const {
    Item = {},
    ConditionExpression,
    ExpressionAttributeValues = {},
  } = input as {
    Item?: Attributes
    ConditionExpression?: string
    ExpressionAttributeValues?: Attributes
  }
  const condition =
    ConditionExpression === undefined
      ? undefined
      : conditionOf(ConditionExpression, ExpressionAttributeValues)
  switch (name) {
    case 'GetItem': {
      const found = table.peek(key)
      if (found === undefined) return {}
      return { Item: Object.fromEntries(Object.entries(found).map(([field, S]) => [field, { S }])) }
    }
    case 'PutItem':
      table.put(key, plain(Item), condition)
      return {}
    case 'DeleteItem':
      table.remove(key, condition)
      return {}
    case 'UpdateItem':
      // `SET Info = :new` is all that is asked for.
      table.put(key, { ...table.peek(key), Info: ExpressionAttributeValues[':new']?.S ?? '' }, condition)
      return {}
    default:
      throw new ServiceError('NotImplemented', 501)
  }
}

function plain(item: Attributes): Record<string, string> {
  return Object.fromEntries(Object.entries(item).map(([field, value]) => [field, value?.S ?? '']))
}

/** The two forms that are used: `attribute_not_exists(Field)` and `Field = :value`. */
function conditionOf(
  expression: string,
  values: Attributes,
): (item: Readonly<Record<string, string>> | undefined) => boolean {
  const missing = /^attribute_not_exists\((\w+)\)$/.exec(expression)?.[1]
  if (missing !== undefined) return (item) => item?.[missing] === undefined
  const [, field = '', name = ''] = /^(\w+) = (:\w+)$/.exec(expression) ?? []
  if (field === '')
    throw new Error(`a condition that is not known: ${expression}, of ${currentProcess().name}`)
  return (item) => item?.[field] === values[name]?.S
}
