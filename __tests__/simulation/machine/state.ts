/** One Terraform state, and what keeps it. */
export interface State {
  readonly index: number
  readonly key: string
  readonly mechanism: 's3' | 'dynamodb' | 's3-and-dynamodb'
  readonly lineage: string
}

export const bucketName = 'tfstate'
export const tableName = 'locks'

export function lockKeyOf({ key }: State): string {
  return `${key}.tflock`
}

/** `LockInfo.Path`, and the key of the lock item. */
export function lockPathOf({ key }: State): string {
  return `${bucketName}/${key}`
}

export function digestKeyOf(state: State): string {
  return `${lockPathOf(state)}-md5`
}

export function hasLockFile({ mechanism }: State): boolean {
  return mechanism !== 'dynamodb'
}

export function hasTable({ mechanism }: State): boolean {
  return mechanism !== 's3'
}

export interface StateContent {
  readonly serial: number
  readonly lineage: string
  readonly resources: readonly string[]
}

export const noState: StateContent = { serial: 0, lineage: '', resources: [] }

/** In the format 4 (internal/states/statefile/version4.go). */
export function renderState({ serial, lineage, resources }: StateContent): string {
  return `${JSON.stringify({
    version: 4,
    terraform_version: '1.11.4',
    serial,
    lineage,
    outputs: {},
    resources: resources.map((name) => ({
      ...{ mode: 'managed', type: 'terraform_data', name },
      provider: 'provider["terraform.io/builtin/terraform"]',
      instances: [{ schema_version: 0, attributes: { id: name } }],
    })),
    check_results: null,
  })}\n`
}

export function parseState(text: string): StateContent {
  const state = JSON.parse(text) as { serial: number; lineage: string; resources: { name: string }[] }
  const { serial, lineage } = state
  return { serial, lineage, resources: state.resources.map(({ name }) => name) }
}
