import type { RunReference } from '../lock/annotation.ts'
import { sha256 } from './sha256.ts'

/** What shapes a plan beside code and state: two plans of one commit are of one request if all of it is equal. */
export interface PlanRequest {
  /** The input `comment-key`. */
  readonly commentKey: string
  readonly destroy: boolean
  readonly refreshOnly: boolean
  readonly planArguments: readonly string[]
  /** Paths as they were given. */
  readonly varFiles: readonly string[]
  /** `TF_CLI_ARGS` and `TF_CLI_ARGS_plan`, without the empty ones. */
  readonly cliArguments: Readonly<Record<string, string>>
}

/** What is known of a plan that may be reviewed. It is as secret as the plan: its arguments may hold secrets. */
export interface PlanRecord {
  readonly stateAddress: string
  readonly workspace: string
  /** The commit that is reviewed: the head of a pull request, else GITHUB_SHA. */
  readonly commit: string
  /** Of the pull request's base. */
  readonly baseCommit: string | null
  /** GITHUB_SHA: on a pull request its test merge. */
  readonly builtCommit: string
  /** The Git tree that was checked out; null where there was no Git. */
  readonly tree: string | null
  /** The same of the Terraform folder alone. */
  readonly folderTree: string | null
  readonly pullRequest: number | null
  readonly run: RunReference | null
  readonly actor: string
  /** GITHUB_EVENT_NAME */
  readonly event: string
  /** The branch that the change is for: the base of a pull request, else GITHUB_REF_NAME. */
  readonly branch: string
  /** RFC 3339, by the clock of the run. */
  readonly createdAt: string
  /** `terraform` or `tofu`, and its version. */
  readonly engine: string
  readonly engineVersion: string
  /** The AWS account of the credentials; null where it is not known. */
  readonly account: string | null
  readonly request: PlanRequest
  /** SHA-256 of each file of `request.varFiles`, in its order. */
  readonly varFileDigests: readonly string[]
  /** SHA-256 of the provider lock file after init; null where there is none. */
  readonly lockFileDigest: string | null
  /** Of the state that was planned on; null where the plan does not tell. A state that was never written: 0 and "". */
  readonly serial: number | null
  readonly lineage: string | null
  /** SHA-256 of the plan file. */
  readonly planFileDigest: string
  /** Of the canonical change set (`plan/digest.ts`), with the key `keyId`. */
  readonly planDigest: string
  readonly keyId: string
  readonly hasChanges: boolean
}

/** A plan with its record and the provider lock file that it was made with. */
export interface ReviewedPlan {
  readonly record: PlanRecord
  readonly planFile: Buffer
  readonly lockFile: string | undefined
}

const shortHashLength = 12

/** What an `apply` always has to say itself, so that nobody destroys by accident what was planned beside it. */
export function selectorOf({ commentKey, destroy, refreshOnly }: PlanRequest): string {
  return shortHash([commentKey, destroy, refreshOnly])
}

/** Equal for equal requests. */
export function requestIdOf(request: PlanRequest): string {
  const { planArguments, varFiles, cliArguments } = request
  const sorted = Object.entries(cliArguments).sort(([a], [b]) => (a < b ? -1 : 1))
  return shortHash([selectorOf(request), planArguments, varFiles, sorted])
}

function shortHash(value: unknown): string {
  return sha256(JSON.stringify(value)).slice(0, shortHashLength)
}
