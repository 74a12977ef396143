// The embedded S3 in a process of its own: in the measuring one, each answer would wait for the event loop that also
// reads the output of what is measured, and the two would share a core.
import { startEmbeddedS3 } from '../__tests__/support/embedded-s3.ts'
import { sharedNow } from './timed-process.ts'

export type StoreOrder =
  | { readonly kind: 'hold'; readonly key: string; readonly body: string }
  | { readonly kind: 'release'; readonly key: string; readonly afterMs: number }

export type StoreEvent =
  | { readonly kind: 'ready'; readonly endpoint: string }
  /** `at` is of `sharedNow`. */
  | { readonly kind: 'put' | 'delete'; readonly key: string; readonly at: number }

export const bucket = 'tfstate'

if (import.meta.main) {
  const tell = (event: StoreEvent): void => {
    process.send?.(event)
  }
  const store = await startEmbeddedS3({ buckets: [bucket] })
  store.onChange(({ kind, key }) => {
    if (key.endsWith('.tflock')) tell({ kind, key, at: sharedNow() })
  })
  process.on('message', (order: StoreOrder) => {
    if (order.kind === 'hold') store.put(bucket, order.key, order.body)
    else setTimeout(store.remove, order.afterMs, bucket, order.key)
  })
  // The channel closes with the measuring process, however that one ends.
  process.on('disconnect', () => {
    process.exit()
  })
  tell({ kind: 'ready', endpoint: store.endpoint })
}
