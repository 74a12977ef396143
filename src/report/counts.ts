import type { ChangeCounts } from '../plan/changes.ts'

/** `1 to add, …` of a plan, `1 added, …` of what was done. */
export function renderCounts(counts: ChangeCounts, isDone: boolean): string {
  const parts = [
    `${String(counts.add)} ${isDone ? 'added' : 'to add'}`,
    `${String(counts.change)} ${isDone ? 'changed' : 'to change'}`,
    `${String(counts.destroy)} ${isDone ? 'destroyed' : 'to destroy'}`,
    ...(counts.import > 0 ? [`${String(counts.import)} ${isDone ? 'imported' : 'to import'}`] : []),
    ...(counts.replace > 0 ? [`${String(counts.replace)} replaced`] : []),
    ...(counts.move > 0 ? [`${String(counts.move)} moved`] : []),
    ...(counts.forget > 0 ? [`${String(counts.forget)} forgotten`] : []),
  ]
  return parts.join(', ')
}

/** A plan may differ in no resource that Terraform counts. */
export function renderDrift(counts: ChangeCounts): string {
  const isCounted = Object.values(counts).some((count: number) => count > 0)
  return isCounted
    ? renderCounts(counts, false)
    : 'no resource to change, but outputs, or what the state says'
}
