/** moto and dynalite want a signature of the right shape and do not check it; moto reads service and region from it. */
export function unverifiedSignature(service: 's3' | 'dynamodb'): Record<string, string> {
  return {
    authorization:
      `AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/${service}/aws4_request, ` +
      'SignedHeaders=host;x-amz-date, Signature=0',
    'x-amz-date': '20260101T000000Z',
  }
}

/** One call of the DynamoDB API, without the SDK. Throws on any answer but 200. */
export async function callDynamoDb(endpoint: string, operation: string, input: object): Promise<unknown> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      ...unverifiedSignature('dynamodb'),
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDB_20120810.${operation}`,
    },
    body: JSON.stringify(input),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${operation} answered ${String(response.status)}: ${text}`)
  return JSON.parse(text)
}

/** A table as Terraform wants it for `dynamodb_table`: the partition key `LockID`, a string. */
export async function createLockTable(endpoint: string, name: string): Promise<void> {
  await callDynamoDb(endpoint, 'CreateTable', {
    TableName: name,
    AttributeDefinitions: [{ AttributeName: 'LockID', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'LockID', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
  })
}
