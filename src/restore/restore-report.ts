import type { DigestStanding } from './judge-digest.ts'
import type { History } from './state-history.ts'
import type { ResourceDifference } from './state-summary.ts'

/** What `restore` found, and what it did; as it was before it did anything. */
export interface RestoreReport {
  readonly history: History
  readonly digest: DigestStanding
  readonly done: RestoreDone | undefined
}

export type RestoreDone =
  | {
      readonly kind: 'brought-back'
      readonly versionId: string
      /** Of the version that was brought back, and the one that it has now. */
      readonly serialBefore: number
      readonly serial: number
      readonly difference: ResourceDifference | undefined
      /** Of the state that it took the place of; undefined where there was none. */
      readonly replaced: { readonly versionId: string; readonly file: string } | undefined
    }
  | { readonly kind: 'digest-written'; readonly md5: string }
