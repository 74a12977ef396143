import type { DynamoDBClient, TableDescription as StoredTable } from '@aws-sdk/client-dynamodb'
import type { Told } from '../audit/check.ts'
import type { LockTableFacts, TableDescription } from '../audit/facts.ts'
import { ask, fieldOf, notTold, told } from './ask.ts'

/** One page: a lock table has two items for each state. */
const maxScannedItems = 1_000

/** Asks DynamoDB about a lock table, all at once, as `readBucketFacts` does S3. `lockKey`: of the state at hand. */
export async function readLockTableFacts(
  table: string,
  lockKey: string,
  client: () => Promise<DynamoDBClient>,
  signal: AbortSignal,
): Promise<LockTableFacts> {
  const { DescribeContinuousBackupsCommand, DescribeTableCommand, ScanCommand } =
    await import('@aws-sdk/client-dynamodb')
  const [description, recovery, otherLocks] = await Promise.all([
    ask<{ Table?: StoredTable | undefined }, TableDescription | undefined>(
      {
        permission: 'dynamodb:DescribeTable',
        send: async (abortSignal) =>
          await (await client()).send(new DescribeTableCommand({ TableName: table }), { abortSignal }),
        read: ({ Table }) => descriptionFromAnswer(Table),
        absent: { name: 'ResourceNotFoundException', value: undefined },
      },
      signal,
    ),
    ask(
      {
        permission: 'dynamodb:DescribeContinuousBackups',
        send: async (abortSignal) =>
          await (
            await client()
          ).send(new DescribeContinuousBackupsCommand({ TableName: table }), { abortSignal }),
        read: ({ ContinuousBackupsDescription: found }): Told<boolean> => {
          const status = found?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus
          const isOn = status === undefined ? undefined : status === 'ENABLED'
          return fieldOf('PointInTimeRecoveryStatus', isOn)
        },
      },
      signal,
    ),
    ask(
      {
        permission: 'dynamodb:Scan',
        send: async (abortSignal) =>
          await (
            await client()
          ).send(
            // Only a lock has an Info; the digest of a state has none.
            new ScanCommand({
              TableName: table,
              Limit: maxScannedItems,
              ProjectionExpression: 'LockID',
              FilterExpression: 'attribute_exists(Info)',
            }),
            { abortSignal },
          ),
        read: ({ Items }): Told<number> =>
          fieldOf('Items', Items?.filter(({ LockID }) => LockID?.S !== lockKey).length),
      },
      signal,
    ),
  ])
  return { description, recovery, otherLocks }
}

function descriptionFromAnswer(table: StoredTable | undefined): Told<TableDescription | undefined> {
  const {
    TableStatus: status,
    KeySchema,
    AttributeDefinitions = [],
    DeletionProtectionEnabled: isProtected,
  } = table ?? {}
  if (status === undefined || KeySchema === undefined) return notTold('the answer has no KeySchema')
  const typeOf = (name = ''): string =>
    AttributeDefinitions.find(({ AttributeName }) => AttributeName === name)?.AttributeType ?? '?'
  const key = KeySchema.map(
    ({ AttributeName = '?', KeyType = '?' }) => `${AttributeName} (${typeOf(AttributeName)}, ${KeyType})`,
  )
  const isDeletionProtected = fieldOf('DeletionProtectionEnabled', isProtected)
  return told({ ...{ status, key, billing: billingOf(table) }, isDeletionProtected })
}

/** A table that never was on demand has no summary (API_BillingModeSummary), but a capacity. */
function billingOf(table: StoredTable | undefined): TableDescription['billing'] {
  const mode = table?.BillingModeSummary?.BillingMode
  if (mode !== undefined) return told(mode === 'PAY_PER_REQUEST' ? mode : 'PROVISIONED')
  return (table?.ProvisionedThroughput?.ReadCapacityUnits ?? 0) > 0
    ? told('PROVISIONED')
    : notTold('the answer has no BillingModeSummary')
}
