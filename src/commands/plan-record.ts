import { join, resolve } from 'node:path'
import type { Backend } from '../backend/backend.ts'
import type { EngineVersion } from '../lock/engine-version.ts'
import { digestOfFile, digestOfPlan } from '../plan/digest.ts'
import { lockFileName } from '../plan/lock-file.ts'
import type { PlanArchive } from '../plan/plan-archive.ts'
import type { PlanJson } from '../plan/plan-json.ts'
import type { DigestKey } from '../plan/plan-store.ts'
import type { PlanRecord, PlanRequest, ReviewedPlan } from '../plan/reviewed-plan.ts'
import { sha256 } from '../plan/sha256.ts'
import { readBytes, readTextIfAny } from '../runner/files.ts'
import type { Inputs } from '../runner/inputs.ts'
import type { Dependencies } from './dependencies.ts'
import type { PlanCommit } from './plan-commit.ts'

/** S3 and GitHub tell times in whole seconds, rounded down. */
export const clockStepMs = 1_000

/** What tells of a plan without Terraform. */
export interface OpenedPlanFile {
  readonly file: Buffer
  /** undefined for one that OpenTofu has encrypted: nothing can be compared with it. */
  readonly archive: PlanArchive | undefined
}

/** What Terraform has planned, in a file of its own. */
export interface MadePlan extends OpenedPlanFile {
  readonly json: PlanJson
  readonly isRefreshOnly: boolean
}

export async function openPlanFile(file: Buffer): Promise<OpenedPlanFile> {
  const { parsePlanArchive } = await import('../plan/plan-archive.ts')
  return { file, archive: parsePlanArchive(file) }
}

/** The output `plan-digest`. A plan that can't be looked into is equal to itself only. */
export function digestOf({ file, json, archive, isRefreshOnly }: MadePlan, key: DigestKey): string {
  return archive === undefined
    ? digestOfFile(key.bytes, file)
    : digestOfPlan(key.bytes, json, archive, isRefreshOnly)
}

export interface RecordFacts {
  readonly backend: Backend
  readonly workspace: string
  readonly about: PlanCommit
  readonly account: string | undefined
  readonly engine: EngineVersion | undefined
  readonly key: DigestKey
  readonly hasChanges: boolean
}

/** The plan with all that tells for what it was made. */
export async function recordPlan(
  deps: Dependencies,
  made: MadePlan,
  facts: RecordFacts,
): Promise<ReviewedPlan> {
  const { inputs, env, event, ownRun, clock, git } = deps
  const { backend, workspace, about, account, engine, key, hasChanges } = facts
  const lockFile = readLockFile(inputs)
  const { tree = null, folderTree = null } = (await git.readCheckout()) ?? {}
  const { serial = null, lineage = null } = made.archive?.state ?? {}
  const record: PlanRecord = {
    stateAddress: backend.address,
    workspace,
    ...about,
    builtCommit: env['GITHUB_SHA'] ?? '',
    ...{ tree, folderTree },
    run: ownRun ?? null,
    actor: ownRun?.actor ?? '',
    event: event.name,
    createdAt: new Date(clock.now()).toISOString(),
    engine: engine?.engine === 'opentofu' ? 'tofu' : 'terraform',
    engineVersion: engine?.text ?? '',
    account: account ?? null,
    request: requestOf(inputs, env),
    varFileDigests: (await digestsOfVarFiles(inputs, inputs.varFiles)).map((digest) => digest ?? sha256('')),
    lockFileDigest: lockFile === undefined ? null : sha256(lockFile),
    serial,
    lineage,
    planFileDigest: sha256(made.file),
    planDigest: digestOf(made, key),
    keyId: key.id,
    hasChanges,
  }
  return { record, planFile: made.file, lockFile }
}

export function requestOf(inputs: Inputs, env: Dependencies['env']): PlanRequest {
  const { commentKey, destroy, refreshOnly, planArguments, varFiles } = inputs
  const names = ['TF_CLI_ARGS', 'TF_CLI_ARGS_plan']
  const cliArguments = Object.fromEntries(
    names.map((name) => [name, env[name] ?? '']).filter(([, value]) => value !== ''),
  ) as Record<string, string>
  return { commentKey, destroy, refreshOnly, planArguments, varFiles, cliArguments }
}

/** null for a file that is not there. */
export async function digestsOfVarFiles(
  { workingDirectory }: Pick<Inputs, 'workingDirectory'>,
  varFiles: readonly string[],
): Promise<(string | null)[]> {
  const digest = async (file: string): Promise<string | null> =>
    await readBytes(resolve(workingDirectory, file)).then(sha256, () => null)
  return await Promise.all(varFiles.map(digest))
}

/** Of the providers; Terraform keeps it in its working directory, wherever its data directory is. */
export function lockFilePath({ workingDirectory }: Pick<Inputs, 'workingDirectory'>): string {
  return join(workingDirectory, lockFileName)
}

export function readLockFile(inputs: Pick<Inputs, 'workingDirectory'>): string | undefined {
  return readTextIfAny(lockFilePath(inputs))
}
