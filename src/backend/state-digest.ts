import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { DigestReading } from '../restore/state-history.ts'
import { describeFailure, statusOf } from './read-failure.ts'
import { within } from './request.ts'

export interface StateDigest {
  read(signal?: AbortSignal): Promise<DigestReading>
  /** Throws where another digest than `before` is there. */
  write(md5: string, before: DigestReading): Promise<void>
}

/** The item `<bucket>/<state path>-md5` (internal/backend/remote-state/s3/client.go). */
export function createStateDigest(
  table: string,
  lockKey: string,
  client: () => Promise<DynamoDBClient>,
): StateDigest {
  const LockID = { S: `${lockKey}-md5` }
  return {
    async read(signal) {
      const { GetItemCommand } = await import('@aws-sdk/client-dynamodb')
      const command = new GetItemCommand({ TableName: table, Key: { LockID }, ConsistentRead: true })
      try {
        const { Item } = await within(
          async (abortSignal) => await (await client()).send(command, { abortSignal }),
          signal,
        )
        const md5 = Item?.['Digest']?.S ?? ''
        return md5 === '' ? { kind: 'none' } : { kind: 'digest', md5 }
      } catch (error) {
        const isDenied = statusOf(error) === 400 && describeFailure(error).includes('AccessDenied')
        const needs = isDenied ? '; the role of this job needs dynamodb:GetItem on it' : ''
        throw new Error(
          `The digest of the state could not be read from the table ${table}: ${describeFailure(error)}${needs}`,
          { cause: error },
        )
      }
    },
    async write(md5, before) {
      const { PutItemCommand } = await import('@aws-sdk/client-dynamodb')
      const condition =
        before.kind === 'digest'
          ? {
              ConditionExpression: 'Digest = :read',
              ExpressionAttributeValues: { ':read': { S: before.md5 } },
            }
          : { ConditionExpression: 'attribute_not_exists(Digest)' }
      const command = new PutItemCommand({
        TableName: table,
        Item: { LockID, Digest: { S: md5 } },
        ...condition,
      })
      await within(async (abortSignal) => await (await client()).send(command, { abortSignal }))
    },
  }
}

/** Of a backend without `dynamodb_table`. */
export const noDigest: StateDigest = {
  read: () => Promise.resolve({ kind: 'no-table' }),
  write: () => Promise.resolve(),
}
