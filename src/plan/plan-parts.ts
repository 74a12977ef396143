import { canonicalJson } from './canonical-json.ts'
import { lockFileName } from './lock-file.ts'
import type { PlanArchive } from './plan-archive.ts'
import type { Change, PlanJson, ResourceChange } from './plan-json.ts'
import { sha256 } from './sha256.ts'

/** A plan, as it is compared with another one of the same state. */
export interface ComparedPlan {
  readonly plan: PlanJson
  readonly archive: PlanArchive
  /** Its only change is to take over what was found, which stands in `resource_drift`. */
  readonly isRefreshOnly: boolean
}

/** One thing that a plan decides. Two plans are the same if they have the same parts. */
export interface PlanPart {
  readonly kind: PartKind
  /** An address, the name of a variable, …; seldom two parts have the same. */
  readonly name: string
  /** Canonical JSON of `value`: equal for equal values. */
  readonly text: string
  readonly value: unknown
}

/**
 * - `drift`: what a refresh-only plan takes over into the state
 * - `deferred`: what is put off to a later plan
 * - `action`: an `action` block that is invoked
 * - `file`: of the configuration
 * - `provider`: its version
 * - `field`: of the plan as a whole, one of `show -json`
 */
export type PartKind =
  'resource' | 'drift' | 'deferred' | 'action' | 'output' | 'variable' | 'file' | 'provider' | 'field'

/** `field`: the version of Terraform or OpenTofu. */
export const engineField = 'terraform_version'

/**
 * What of `show -json` differs between equal plans or decides nothing: when it was made, what was there before (which
 * moves with every unrelated change), and what follows from the rest. `configuration` follows from the files, and
 * lacks the commands of provisioners and the digits of long numbers. What is not known here counts.
 */
const TOLD_ELSEWHERE: ReadonlySet<string> = new Set([
  'format_version',
  'timestamp',
  'relevant_attributes',
  'prior_state',
  'planned_values',
  'checks',
  'configuration',
])

/** In an order that depends on nothing but the parts. */
export function partsOfPlan({ plan, archive, isRefreshOnly }: ComparedPlan): PlanPart[] {
  const {
    resource_changes: resources,
    resource_drift: drift,
    deferred_changes: deferred,
    action_invocations: invocations,
    output_changes: outputs,
    variables,
    ...fields
  } = plan
  const parts = [
    ...(resources ?? [])
      .filter(isChange)
      .map((resource) => partOf('resource', objectAddress(resource), resource)),
    ...(isRefreshOnly ? (drift ?? []) : []).map((resource) =>
      partOf('drift', objectAddress(resource), resource),
    ),
    ...(deferred ?? []).map((change) => partOf('deferred', objectAddress(change.resource_change), change)),
    ...(invocations ?? []).map((invocation) => partOf('action', invocation.address, invocation)),
    ...Object.entries(outputs ?? {}).flatMap(([name, change]) =>
      isNoOp(change.actions) ? [] : [partOf('output', name, change)],
    ),
    // One that only a provisioner or a provider's configuration uses stands nowhere else.
    ...Object.entries(variables ?? {}).map(([name, variable]) => partOf('variable', name, variable)),
    ...Object.entries(fields).flatMap(([name, value]) =>
      TOLD_ELSEWHERE.has(name) ? [] : [partOf('field', name, value)],
    ),
    partOf('field', 'refresh-only', isRefreshOnly),
    ...partsOfArchive(archive),
  ]
  return parts.sort(
    (a, b) => compareTexts(a.kind, b.kind) || compareTexts(a.name, b.name) || compareTexts(a.text, b.text),
  )
}

/** As Terraform shows it: a deposed object has ` (deposed object KEY)` after the address. */
function objectAddress({ address, deposed }: ResourceChange): string {
  return deposed === undefined ? address : `${address} (deposed object ${deposed})`
}

function isChange({ address, previous_address: previous, change }: ResourceChange): boolean {
  return (previous ?? address) !== address || isImported(change) || !isNoOp(change.actions)
}

export function isImported({ importing }: Change): boolean {
  return importing !== undefined && importing !== null
}

function isNoOp(actions: readonly string[]): boolean {
  return actions.every((action) => action === 'no-op')
}

function partsOfArchive({ config, lockFile }: PlanArchive): PlanPart[] {
  const files = [...config].map(([name, bytes]) =>
    partOf('file', name, (name === 'modules.json' ? parseModules(bytes) : undefined) ?? sha256(bytes)),
  )
  if (lockFile === undefined) return files
  const versions = parseProviderVersions(lockFile)
  if (versions === undefined) return [...files, partOf('file', lockFileName, sha256(lockFile))]
  return [...files, ...[...versions].map(([provider, version]) => partOf('provider', provider, version))]
}

/**
 * Without `Dir`, which follows from `Source` but for the folder that modules are downloaded to: with an absolute
 * TF_DATA_DIR that is another one in each job. undefined for what is no list of modules.
 */
function parseModules(bytes: Uint8Array): readonly string[] | undefined {
  try {
    const modules: unknown = JSON.parse(Buffer.from(bytes).toString())
    if (!Array.isArray(modules)) return undefined
    return modules
      .map((module) => canonicalJson({ ...(module as object), Dir: undefined }))
      .sort(compareTexts)
  } catch {
    return undefined
  }
}

const PROVIDER = /^provider "([^"\\]+)" \{$/
const VERSION = /^ {2}version += "([^"\\]+)"$/
const OTHER_LINE = /^(?:#.*| {2}constraints += "[^"\\]*"| {2}hashes += \[| {4}"[^"\\]*",| {2}\]|\}|)$/

/**
 * The versions that a lock file names, without its hashes, of which there are as many as platforms were asked for.
 * undefined where a line is not as Terraform writes it.
 */
function parseProviderVersions(lockFile: string): ReadonlyMap<string, string> | undefined {
  const versions = new Map<string, string>()
  let provider: string | undefined
  for (const line of lockFile.split('\n')) {
    const version = VERSION.exec(line)?.[1]
    if (version !== undefined && provider !== undefined && !versions.has(provider))
      versions.set(provider, version)
    else if (PROVIDER.test(line)) provider = PROVIDER.exec(line)?.[1]
    else if (!OTHER_LINE.test(line)) return undefined
  }
  return versions
}

/** Its text is not kept: of all resources of a large plan together it is most of the memory. */
class Part implements PlanPart {
  readonly kind: PartKind
  readonly name: string
  readonly value: unknown

  constructor(kind: PartKind, name: string, value: unknown) {
    this.kind = kind
    this.name = name
    this.value = value
  }

  get text(): string {
    return canonicalJson(this.value)
  }
}

function partOf(kind: PartKind, name: string, value: unknown): PlanPart {
  return new Part(kind, name, value)
}

/** By UTF-16 units, which depends on no locale. */
function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
