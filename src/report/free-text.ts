import type { S3StateAddress } from '../lock/state-address.ts'

/** An address names its lock table itself; without one a state that DynamoDB alone locks looks free. */
export function describeFree({
  stateAddress,
}: {
  readonly stateAddress: S3StateAddress | undefined
}): string {
  return stateAddress === undefined || stateAddress.dynamodbTable !== undefined
    ? 'The state is not locked.'
    : 'The state is not locked, as far as its lock file tells. A DynamoDB lock is looked at with dynamodb_table in state-address.'
}
