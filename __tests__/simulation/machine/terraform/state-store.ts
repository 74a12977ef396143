import { createHash } from 'node:crypto'
import { send, ServiceError } from '../network.ts'
import {
  digestKeyOf,
  hasTable,
  noState,
  parseState,
  renderState,
  type State,
  type StateContent,
} from '../state.ts'
import { theWorld } from '../world.ts'
import { describe, likeTerraform } from './lock.ts'

export class StateError extends Error {}

/** With a lock table the state is read only where it has the digest that stands there. */
export async function readState(state: State): Promise<StateContent> {
  const { bucket, table } = theWorld()
  const { key } = state
  const text = await told(
    'GetObject',
    async () =>
      await send(
        {
          ...{ service: 's3', name: 'GetObject', key, isConditional: false },
          act: () => bucket.peek(key)?.body.toString('utf8'),
        },
        likeTerraform,
      ),
  )
  if (hasTable(state)) {
    // A digest that can't be read is only warned of.
    const digest = await send(
      {
        ...{ service: 'dynamodb', name: 'GetItem', key: digestKeyOf(state), isConditional: false },
        act: () => table.peek(digestKeyOf(state))?.['Digest'],
      },
      likeTerraform,
    ).catch(() => undefined)
    if (digest !== undefined && digest !== '' && digest !== md5Of(text ?? ''))
      throw new StateError('state data in S3 does not have the expected content.')
  }
  return text === undefined ? noState : parseState(text)
}

/** The object, then the digest, whose failure is only a warning (`Put` in client.go). */
export async function writeState(state: State, content: StateContent): Promise<void> {
  const { bucket, table } = theWorld()
  const { key } = state
  const text = renderState(content)
  await told('PutObject', async () => {
    await send(
      {
        ...{ service: 's3', name: 'PutObject', key, isConditional: false },
        act: () => {
          bucket.put(key, text, {})
        },
      },
      likeTerraform,
    )
  })
  if (!hasTable(state)) return
  await send(
    {
      ...{ service: 'dynamodb', name: 'PutItem', key: digestKeyOf(state), isConditional: false },
      act: () => {
        table.put(digestKeyOf(state), { LockID: digestKeyOf(state), Digest: md5Of(text) })
      },
    },
    likeTerraform,
  ).catch(() => undefined)
}

async function told<T>(what: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    throw new StateError(`operation error S3: ${what}, ${describe(error)}`)
  }
}

export function md5Of(text: string): string {
  return createHash('md5').update(text).digest('hex')
}
