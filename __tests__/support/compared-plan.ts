import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { parsePlanArchive, type PlanArchive } from '../../src/plan/plan-archive.ts'
import { parsePlanJson, type Change, type PlanJson, type ResourceChange } from '../../src/plan/plan-json.ts'
import type { ComparedPlan } from '../../src/plan/plan-parts.ts'
import { readFixture } from './fixture.ts'

/** A plan that Terraform 1.11.4 made, and the file that it wrote. */
export function readPlanFixture(situation: string): ComparedPlan {
  const archive = parsePlanArchive(readPlanFile(situation))
  if (archive === undefined) throw new Error(`${situation} is no plan file`)
  return {
    plan: parsePlanJson(readFixture(`reviewed-plan-${situation}.json`)),
    archive,
    isRefreshOnly: false,
  }
}

export function readPlanFile(situation: string): Buffer {
  return readFileSync(join(import.meta.dirname, '..', 'fixtures', `reviewed-plan-${situation}.tfplan`))
}

/** A plan of one resource, with what matters to a test. */
export function comparedPlan(
  fields: PlanJson = {},
  archive: Partial<PlanArchive> = {},
  isRefreshOnly = false,
): ComparedPlan {
  return {
    plan: {
      format_version: '1.2',
      terraform_version: '1.11.4',
      resource_changes: [resourceChange()],
      ...fields,
    },
    archive: { state: undefined, lockFile: undefined, config: new Map(), ...archive },
    isRefreshOnly,
  }
}

export function resourceChange(
  change: Partial<Change> = {},
  fields: Partial<ResourceChange> = {},
): ResourceChange {
  return {
    ...{ address: 'aws_instance.web', mode: 'managed', type: 'aws_instance', ...fields },
    change: { actions: ['update'], before: { size: 'small' }, after: { size: 'large' }, ...change },
  }
}

export function lockFileOf(
  versions: Readonly<Record<string, string>>,
  hashes: readonly string[] = ['h1:a='],
): string {
  const blocks = Object.entries(versions).map(
    ([provider, version]) => `
provider "${provider}" {
  version     = "${version}"
  constraints = ">= 4.0.0, < 6.0.0"
  hashes = [
${hashes.map((hash) => `    "${hash}",\n`).join('')}  ]
}
`,
  )
  return `# This file is maintained automatically by "terraform init".\n# Manual edits may be lost in future updates.\n${blocks.join('')}`
}

const json = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 2 },
    fc.oneof(fc.string({ maxLength: 5 }), fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })),
    fc.constantFrom(null, true, false, '9007199254740993', '__proto__', '\ud800', '"],["'),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.oneof(fc.string({ maxLength: 4 }), fc.constant('__proto__')), tie('value'), {
      maxKeys: 3,
    }),
  ),
})).value
const name = fc.oneof(fc.constantFrom('a', 'b', 'a.b', 'a["b"]'), fc.string({ minLength: 1, maxLength: 6 }))
const actions = fc.constantFrom(
  ...[['create'], ['update'], ['delete'], ['delete', 'create'], ['create', 'delete'], ['read'], ['forget']],
)
const change = fc.record({ actions, before: json, after: json, after_unknown: json })
const anyResource = fc.record(
  {
    address: name,
    mode: fc.constant('managed'),
    provider_name: name,
    deposed: name,
    action_reason: name,
    change,
  },
  { requiredKeys: ['address', 'change'] },
)
const resources = fc.uniqueArray(anyResource, {
  maxLength: 4,
  selector: ({ address, deposed }) => JSON.stringify([address, deposed]),
})
const bytes = fc.string({ maxLength: 8 }).map((text) => Buffer.from(text))

/** Any plan that decides something. */
export const anyPlan: fc.Arbitrary<ComparedPlan> = fc
  .record({
    resource_changes: resources,
    deferred_changes: fc.array(
      anyResource.map((resource) => ({ reason: 'unknown', resource_change: resource })),
      { maxLength: 2 },
    ),
    action_invocations: fc.array(fc.record({ address: name, config_values: json }), { maxLength: 3 }),
    output_changes: fc.dictionary(name, change, { maxKeys: 2 }),
    variables: fc.dictionary(name, fc.record({ value: json }), { maxKeys: 3 }),
    config: fc.dictionary(
      name.map((file) => `m-/${file}.tf`),
      bytes,
      { maxKeys: 3 },
    ),
    versions: fc.dictionary(fc.constantFrom('acme/a', 'acme/b', 'acme/c'), fc.constantFrom('1.0.0', '1.0.1')),
    complete: fc.boolean(),
  })
  .map(({ config, versions, ...plan }) =>
    comparedPlan(plan, { config: new Map(Object.entries(config)), lockFile: lockFileOf(versions) }),
  )

/** The same plan, made at another time on a state with other unrelated things, with all that has no order in another. */
export function sameAs({ plan, archive, isRefreshOnly }: ComparedPlan, seed: number): ComparedPlan {
  const shuffle = shuffleBy(seed)
  const noOp = { actions: ['no-op'], before: { seed }, after: { seed } }
  const noise: PlanJson & Record<string, unknown> = {
    ...plan,
    format_version: '1.9',
    timestamp: String(seed),
    relevant_attributes: [{ resource: 'a.a', attribute: [seed] }],
    prior_state: { values: { outputs: { seed: { value: seed } } } },
    planned_values: { outputs: { seed: { value: seed } } },
    checks: [{ address: { to_display: 'check.a' }, status: String(seed) }],
    configuration: { root_module: { variables: { seed: {} } } },
    resource_drift: [resourceChange({ after: { seed } })],
    resource_changes: shuffle([
      ...(plan.resource_changes ?? []),
      { address: 'no.op', previous_address: 'no.op', change: { ...noOp, importing: null } },
      { address: 'no.op2', change: noOp },
    ]),
    deferred_changes: shuffle(plan.deferred_changes ?? []),
    action_invocations: shuffle(plan.action_invocations ?? []),
    output_changes: { ...plan.output_changes, 'no-op': noOp },
  }
  return {
    plan: withShuffledKeys(noise, shuffle) as PlanJson,
    archive: {
      state: { serial: seed, lineage: 'another' },
      lockFile: archive.lockFile?.replaceAll('    "h1:a=",\n', '    "h1:a=",\n    "zh:b",\n'),
      config: new Map(shuffle([...archive.config])),
    },
    isRefreshOnly,
  }
}

function withShuffledKeys(value: unknown, shuffle: <T>(items: readonly T[]) => T[]): unknown {
  if (Array.isArray(value)) return value.map((entry) => withShuffledKeys(entry, shuffle))
  if (typeof value !== 'object' || value === null) return value
  const entries = shuffle(Object.entries(value))
  return Object.fromEntries(entries.map(([key, entry]) => [key, withShuffledKeys(entry, shuffle)]))
}

function shuffleBy(seed: number): <T>(items: readonly T[]) => T[] {
  let state = seed
  return (items) =>
    items
      .map((item) => [(state = (state * 1_103_515_245 + 12_345) % 2_147_483_648), item] as const)
      .sort(([a], [b]) => a - b)
      .map(([, item]) => item)
}

/** The same but for one leaf of what `show -json` says that it decides: the `pick`th. */
export function otherThan(compared: ComparedPlan, pick: number): ComparedPlan {
  const { format_version, ...decided } = structuredClone(compared.plan)
  const leaves = leavesOf(decided)
  leaves[pick % leaves.length]?.()
  return { ...compared, plan: { ...decided, ...(format_version !== undefined && { format_version }) } }
}

/** Functions of which each makes another leaf different. */
function leavesOf(node: object): (() => void)[] {
  return Object.entries(node).flatMap(([key, value]: [string, unknown]) => {
    if (typeof value === 'object' && value !== null) return leavesOf(value)
    return () => {
      // Assigned, `__proto__` would be no key.
      Object.defineProperty(node, key, { value: otherLeaf(value) })
    }
  })
}

function otherLeaf(value: unknown): unknown {
  if (typeof value === 'string') return `${value}~`
  return typeof value === 'boolean' ? !value : 'other'
}
