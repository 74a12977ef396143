import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { Clock } from '../clock.ts'
import { messageFromError } from '../errors.ts'
import { holderFromInfo } from '../lock/lock-holder.ts'
import { parseLockInfo, renderLockInfo } from '../lock/lock-info.ts'
import type { LockVersion, Removal, StateLock } from '../lock/lock-reading.ts'
import { annotateBySwap, type SwappableLock } from './compare-and-swap.ts'
import { describeFailure, nameOf, unknownFromError } from './read-failure.ts'
import { within } from './request.ts'
import { takeBy } from './take-lock.ts'

const maxRemovalTries = 3

/** The item `LockID = <bucket>/<state path>` of a lock table; the one with `-md5` is the state's digest, not a lock. */
export function createDynamoDbLock(
  table: string,
  lockKey: string,
  client: () => Promise<DynamoDBClient>,
  clock: Clock,
): StateLock {
  const key = { TableName: table, Key: { LockID: { S: lockKey } } }

  const get = async (signal?: AbortSignal): Promise<Readonly<Record<string, AttributeValue>> | undefined> => {
    const { GetItemCommand } = await import('@aws-sdk/client-dynamodb')
    const command = new GetItemCommand({ ...key, ConsistentRead: true })
    const answer = await within(
      async (abortSignal) => await (await client()).send(command, { abortSignal }),
      signal,
    )
    return answer.Item
  }

  const read: StateLock['read'] = async (signal) => {
    const what = `the lock item "${lockKey}" of the DynamoDB table "${table}"`
    try {
      const Item = await get(signal)
      if (Item === undefined) return { kind: 'free' }
      const info = Item['Info']?.S
      if (info === undefined) {
        return { kind: 'unknown', reason: `${what} exists, but tells no holder`, transient: false }
      }
      try {
        return { kind: 'held', holder: holderFromInfo(parseLockInfo(info), clock.now()), version: { info } }
      } catch (error) {
        return { kind: 'unknown', reason: `${what} exists, but ${messageFromError(error)}`, transient: false }
      }
    } catch (error) {
      return unknownFromError(error, what)
    }
  }

  const remove = async (version: LockVersion): Promise<Removal> => {
    const { info } = version
    if (info === undefined) return { kind: 'refused', reason: 'the lock item was read without its Info' }
    const { DeleteItemCommand } = await import('@aws-sdk/client-dynamodb')
    const command = new DeleteItemCommand({
      ...key,
      ConditionExpression: 'Info = :judged',
      ExpressionAttributeValues: { ':judged': { S: info } },
    })
    let failure = ''
    for (let tries = 0; tries < maxRemovalTries; tries += 1) {
      try {
        await within(async (abortSignal) => await (await client()).send(command, { abortSignal }))
        return { kind: 'removed' }
      } catch (error) {
        failure = describeFailure(error)
      }
      // Its answer may be lost: only the lock itself tells how the removal ended.
      const now = await read()
      if (now.kind === 'free') return { kind: 'gone' }
      if (now.kind === 'held' && now.version.info !== info)
        return { kind: 'changed-hands', holder: now.holder }
    }
    return { kind: 'refused', reason: failure }
  }

  const swappable = (signal: AbortSignal | undefined): SwappableLock<{ readonly json: string }> => ({
    async read() {
      const item = await get(signal)
      return item === undefined ? undefined : { json: item['Info']?.S ?? '' }
    },
    async swap(stored, json) {
      const { UpdateItemCommand } = await import('@aws-sdk/client-dynamodb')
      const command = new UpdateItemCommand({
        ...key,
        UpdateExpression: 'SET Info = :new',
        ConditionExpression: 'Info = :read',
        ExpressionAttributeValues: { ':new': { S: json }, ':read': { S: stored.json } },
      })
      try {
        await within(async (abortSignal) => await (await client()).send(command, { abortSignal }), signal)
        return 'swapped'
      } catch (error) {
        if (nameOf(error) === 'ConditionalCheckFailedException') return 'changed'
        throw error
      }
    },
  })

  const take: StateLock['take'] = async (info) => {
    const { PutItemCommand } = await import('@aws-sdk/client-dynamodb')
    const command = new PutItemCommand({
      TableName: table,
      Item: { LockID: { S: lockKey }, Info: { S: renderLockInfo(info) } },
      ConditionExpression: 'attribute_not_exists(LockID)',
    })
    return await takeBy(
      async () => await within(async (abortSignal) => await (await client()).send(command, { abortSignal })),
      (error) => nameOf(error) === 'ConditionalCheckFailedException',
      { read, lockId: info.id },
    )
  }

  const annotate: StateLock['annotate'] = async (lockId, info, signal) =>
    await annotateBySwap(swappable(signal), lockId, info, 'DynamoDB checks conditions')

  return { read, remove, take, annotate }
}
