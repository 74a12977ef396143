// The embedded S3 in a process of its own: in the measuring one, each answer would wait for the event loop that also
// reads the output of what is measured, and the two would share a core.
import { startEmbeddedS3, type RecordedRequest } from '../__tests__/support/embedded-s3.ts'
import { sharedNow } from './timed-process.ts'

export type StoreOrder =
  /** Answered with all requests since the last of these orders. */
  | { readonly kind: 'requests' }
  | { readonly kind: 'hold'; readonly key: string; readonly body: string }
  | { readonly kind: 'release'; readonly key: string; readonly afterMs: number }

/** A request that has reached the store. */
export interface StoreRequest {
  readonly method: string
  readonly key: string
  readonly userAgent: string
}

export type StoreEvent =
  | { readonly kind: 'requests'; readonly requests: readonly StoreRequest[] }
  | { readonly kind: 'ready'; readonly endpoint: string }
  /** `at` is of `sharedNow`. */
  | { readonly kind: 'put' | 'delete'; readonly key: string; readonly at: number }

export const bucket = 'tfstate'

function requestFrom({ method, key, headers }: RecordedRequest): StoreRequest {
  return { method, key, userAgent: headers['user-agent'] ?? '' }
}

if (import.meta.main) {
  const tell = (event: StoreEvent): void => {
    process.send?.(event)
  }
  const store = await startEmbeddedS3({ buckets: [bucket] })
  store.onChange(({ kind, key }) => {
    if (key.endsWith('.tflock')) tell({ kind, key, at: sharedNow() })
  })
  process.on('message', (order: StoreOrder) => {
    switch (order.kind) {
      case 'hold':
        store.put(bucket, order.key, order.body)
        return
      case 'release':
        setTimeout(store.remove, order.afterMs, bucket, order.key)
        return
      case 'requests':
        tell({ kind: 'requests', requests: store.requests.splice(0).map(requestFrom) })
    }
  })
  // The channel closes with the measuring process, however that one ends.
  process.on('disconnect', () => {
    process.exit()
  })
  tell({ kind: 'ready', endpoint: store.endpoint })
}
