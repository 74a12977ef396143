import type { ChangeCounts } from './changes.ts'

/** A plan as people read it, resource by resource, in Terraform's own words. */
export interface PlanView {
  readonly counts: ChangeCounts
}
