import { strToU8, strFromU8, unzipSync, zipSync } from 'fflate'
import { existingFile } from '../stand-ins/file-system.ts'
import { writeSimulatedFile, type Machine } from '../machine.ts'

/** What a saved plan is about: the state that it was made on, and what it creates. */
export interface SavedPlan {
  readonly serial: number
  readonly lineage: string
  readonly creates: readonly string[]
  /** The number of the job that has made it. */
  readonly madeBy: number
}

export function savePlan(machine: Machine, file: string, plan: SavedPlan): void {
  const { serial, lineage } = plan
  const entries = {
    tfplan: strToU8(JSON.stringify(plan)),
    tfstate: strToU8(JSON.stringify({ version: 4, serial, lineage, resources: [] })),
    'tfconfig/m-/main.tf': strToU8('resource "terraform_data" "all" {}'),
  }
  const mtime = '2026-08-22T10:00:00Z'
  writeSimulatedFile(machine, file, Buffer.from(zipSync(entries, { level: 0, mtime })))
}

export function loadPlan(machine: Machine, file: string): SavedPlan | undefined {
  const { content } = existingFile(machine, file)
  if (content.length === 0) return undefined
  return JSON.parse(strFromU8(unzipSync(content)['tfplan'] ?? new Uint8Array())) as SavedPlan
}

/** `show -json`: internal/command/jsonplan/plan.go. */
export function planJson({ creates }: SavedPlan): string {
  return JSON.stringify({
    format_version: '1.2',
    terraform_version: '1.11.4',
    applyable: creates.length > 0,
    complete: true,
    errored: false,
    resource_changes: creates.map((name) => ({
      address: `terraform_data.${name}`,
      ...{ mode: 'managed', type: 'terraform_data', name },
      provider_name: 'terraform.io/builtin/terraform',
      change: {
        ...{ actions: ['create'], before: null, after: { input: name } },
        ...{ after_unknown: { id: true }, before_sensitive: false, after_sensitive: {} },
      },
    })),
  })
}

export function planText({ creates }: SavedPlan): string {
  const changes = creates.map((name) => `  # terraform_data.${name} will be created\n`).join('')
  return `${changes}Plan: ${creates.length} to add, 0 to change, 0 to destroy.\n`
}
