import type { PlanArchive } from './plan-archive.ts'
import type { PlanRecord } from './reviewed-plan.ts'

/**
 * Why a plan that is equal to the reviewed one may do something else all the same: a provisioner runs or copies files
 * that no plan shows. Words that go on from "since"; undefined: it can't.
 */
export function hiddenDifference(
  record: Pick<PlanRecord, 'tree' | 'folderTree'>,
  now: { readonly tree: string | null; readonly folderTree: string | null },
  archive: PlanArchive | undefined,
): string | undefined {
  if (record.tree !== null && record.tree === now.tree) return undefined
  if (archive !== undefined && !hasProvisioner(archive)) return undefined
  const isSameFolder = record.folderTree !== null && record.folderTree === now.folderTree
  if (isSameFolder && archive !== undefined && !hasModuleOutside(archive)) return undefined
  return record.tree === null || now.tree === null
    ? 'nothing tells whether files are the same that a provisioner may run or copy, and that no plan shows (there is no Git here, or was none where it was planned)'
    : 'files have changed that a provisioner may run or copy, and that no plan shows'
}

/** In Terraform's own syntax or in JSON; one in a comment counts as well. */
function hasProvisioner({ config }: PlanArchive): boolean {
  return [...config.values()].some((bytes) => /\bprovisioner\b/.test(Buffer.from(bytes).toString('latin1')))
}

function hasModuleOutside({ config }: PlanArchive): boolean {
  const modules = Buffer.from(config.get('modules.json') ?? '').toString()
  return /"Dir":\s*"(?:\.\.|\/)/.test(modules)
}
