import { currentProcess, note } from '../kernel.ts'
import { wallTimeOn } from '../machine.ts'
import { send, ServiceError, type Retrying } from '../network.ts'
import { hasLockFile, hasTable, lockKeyOf, lockPathOf, type State } from '../state.ts'
import { theWorld } from '../world.ts'

/** `max_retries` of the S3 backend. */
export const likeTerraform: Retrying = { attempts: 5 }

export interface LockOwner {
  readonly id: string
  readonly operation: string
  readonly who: string
  /** OpenTofu deletes a lock item only while its Info is what it wrote. */
  readonly isTofu: boolean
}

/** Why the lock was not to be had, or not to be given back, in Terraform's words; undefined: it worked. */
export type LockError = string | undefined

export function lockJson(state: State, { id, operation, who }: LockOwner): string {
  const Created = new Date(wallTimeOn(currentProcess().machine)).toISOString()
  return JSON.stringify({
    ...{ ID: id, Operation: operation, Info: '', Who: who, Version: '1.11.4' },
    ...{ Created, Path: lockPathOf(state) },
  })
}

/** `Lock` in internal/backend/remote-state/s3/client.go: the file, then the item; an item in the way frees the file again. */
export async function takeLock(state: State, owner: LockOwner): Promise<LockError> {
  const json = lockJson(state, owner)
  if (hasLockFile(state)) {
    const error = await takeFile(state, json)
    if (error !== undefined) return error
  }
  if (!hasTable(state)) return undefined
  const error = await takeItem(state, json)
  if (error === undefined || !hasLockFile(state)) return error
  const cleanUp = await freeFile(state, owner)
  return cleanUp === undefined ? error : `failed to clean up file lock after DynamoDB lock error: ${cleanUp}`
}

async function takeFile(state: State, json: string): Promise<LockError> {
  const { bucket } = theWorld()
  const key = lockKeyOf(state)
  try {
    await send(
      {
        ...{ service: 's3', name: 'PutObject', key, isConditional: true },
        act: () => bucket.put(key, json, { IfNoneMatch: '*' }),
      },
      likeTerraform,
    )
    return undefined
  } catch (error) {
    const first = `operation error S3: PutObject, ${describe(error)}`
    try {
      const body = await readFile(key)
      return `${first}\n${lockInfoBlock(body)}`
    } catch (readError) {
      return `${first}\nunable to retrieve file from S3 bucket 'tfstate' with key '${key}': operation error S3: GetObject, ${describe(readError)}`
    }
  }
}

async function readFile(key: string): Promise<string> {
  const { bucket } = theWorld()
  return await send(
    {
      ...{ service: 's3', name: 'GetObject', key, isConditional: false },
      act: () => bucket.get(key).body.toString('utf8'),
    },
    likeTerraform,
  )
}

async function takeItem(state: State, json: string): Promise<LockError> {
  const { table } = theWorld()
  const key = lockPathOf(state)
  try {
    await send(
      {
        ...{ service: 'dynamodb', name: 'PutItem', key, isConditional: true },
        act: () => {
          table.put(key, { LockID: key, Info: json }, (item) => item === undefined)
        },
      },
      likeTerraform,
    )
    return undefined
  } catch (error) {
    const first = `operation error DynamoDB: PutItem, ${describe(error)}`
    try {
      const info = await readItem(key)
      return info === undefined
        ? `${first}\nunexpected end of JSON input`
        : `${first}\n${lockInfoBlock(info)}`
    } catch (readError) {
      return `${first}\n${describe(readError)}`
    }
  }
}

async function readItem(key: string): Promise<string | undefined> {
  const { table } = theWorld()
  return await send(
    {
      ...{ service: 'dynamodb', name: 'GetItem', key, isConditional: false },
      act: () => table.peek(key)?.['Info'],
    },
    likeTerraform,
  )
}

/** `Unlock`: both halves are always tried. */
export async function freeLock(state: State, owner: LockOwner): Promise<LockError> {
  const file = hasLockFile(state) ? await freeFile(state, owner) : undefined
  const item = hasTable(state) ? await freeItem(state, owner) : undefined
  const errors = [file, item].filter((error) => error !== undefined)
  return errors.length === 0 ? undefined : errors.join('; ')
}

/** GET, compare, and an unconditional DELETE. */
async function freeFile(state: State, { id }: LockOwner): Promise<LockError> {
  const { bucket } = theWorld()
  const key = lockKeyOf(state)
  try {
    const found = idOf(await readFile(key))
    if (found !== id) return `lock ID '${id}' does not match the existing lock ID '${found}'`
    await send(
      {
        ...{ service: 's3', name: 'DeleteObject', key, isConditional: false },
        act: () => {
          bucket.remove(key, {})
        },
      },
      likeTerraform,
    )
    return undefined
  } catch (error) {
    return `failed to delete the lock file: operation error S3: DeleteObject, ${describe(error)}`
  }
}

async function freeItem(state: State, { id, isTofu }: LockOwner): Promise<LockError> {
  const { table } = theWorld()
  const key = lockPathOf(state)
  try {
    const info = await readItem(key)
    if (info === undefined) return 'unexpected end of JSON input'
    if (idOf(info) !== id) return `lock ID '${id}' does not match the existing lock ID '${idOf(info)}'`
    await send(
      {
        ...{ service: 'dynamodb', name: 'DeleteItem', key, isConditional: isTofu },
        act: () => {
          table.remove(key, isTofu ? (item) => item?.['Info'] === info : undefined)
        },
      },
      likeTerraform,
    )
    return undefined
  } catch (error) {
    return `operation error DynamoDB: DeleteItem, ${describe(error)}`
  }
}

export function idOf(json: string): string {
  return (JSON.parse(json) as { ID: string }).ID
}

export function describe(error: unknown): string {
  if (!(error instanceof ServiceError)) {
    note(`a defect: ${String(error)}`, currentProcess())
    throw error
  }
  const { httpStatusCode: status } = error.$metadata
  if (status === undefined)
    return `https response error StatusCode: 0, RequestID: , request send failed, ${error.message}`
  return `https response error StatusCode: ${status}, RequestID: 1, HostID: 2, api error ${error.name}: ${error.message}`
}

export function lockInfoBlock(json: string): string {
  const info = JSON.parse(json) as Record<
    'ID' | 'Path' | 'Operation' | 'Who' | 'Version' | 'Created' | 'Info',
    string
  >
  const created = `${info.Created.slice(0, 10)} ${info.Created.slice(11, -1)} +0000 UTC`
  return [
    'Lock Info:',
    `  ID:        ${info.ID}`,
    `  Path:      ${info.Path}`,
    `  Operation: ${info.Operation}`,
    `  Who:       ${info.Who}`,
    `  Version:   ${info.Version}`,
    `  Created:   ${created}`,
    `  Info:      ${info.Info}`,
    '',
  ].join('\n')
}
