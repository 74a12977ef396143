import { startGrpc } from './world/grpc.ts'
import { worldProvider, type Thing, type WorldFacts } from './world/provider.ts'

export type { Thing }

/** The outside that Terraform changes: things, behind a provider that lives in the test and outlives Terraform. */
export interface World extends Readonly<WorldFacts> {
  /** By which Terraform finds the provider; `init` then installs nothing. */
  env: Record<string, string>
  /** After everything that may start Terraform has ended. */
  close(): Promise<void>
}

const source = 'lockstep.test/example/world'

export async function startWorld(): Promise<World> {
  const world: WorldFacts = { things: new Map(), changesAsked: 0 }
  const { port, close } = await startGrpc(worldProvider(world))
  const reattach = {
    Protocol: 'grpc',
    ProtocolVersion: 5,
    Pid: process.pid,
    // Else Terraform would end the process of the provider, which is this one.
    Test: true,
    Addr: { Network: 'tcp', String: `127.0.0.1:${port}` },
  }
  return Object.assign(world, {
    env: { TF_REATTACH_PROVIDERS: JSON.stringify({ [source]: reattach }) },
    close,
  })
}

/** Goes once into a configuration that has things. */
export const worldProviderBlock = `terraform {\n  required_providers {\n    world = { source = "${source}" }\n  }\n}\n`

/** The HCL of `world_thing.NAME`; `body` may hold more of the block. */
export function thing(
  label: string,
  { name = label, colour = 'red', takesMs = 100 }: { name?: string; colour?: string; takesMs?: number } = {},
  body = '',
): string {
  return `resource "world_thing" "${label}" {\n  name = "${name}"\n  colour = "${colour}"\n  takes = "${takesMs}"\n  ${body}\n}\n`
}

/** A state file that knows these things. */
export function stateOf(
  things: readonly { label: string; thing: Thing; dependencies?: readonly string[] }[],
): string {
  return JSON.stringify({
    version: 4,
    terraform_version: '1.11.4',
    serial: 1,
    lineage: 'e0000000-0000-4000-8000-000000000001',
    outputs: {},
    resources: things.map(({ label, thing: attributes, dependencies = [] }) => ({
      mode: 'managed',
      type: 'world_thing',
      name: label,
      provider: `provider["${source}"]`,
      instances: [
        {
          schema_version: 0,
          attributes,
          sensitive_attributes: [],
          dependencies: dependencies.map((other) => `world_thing.${other}`),
        },
      ],
    })),
    check_results: null,
  })
}

/** The IDs of the things in a state file, by their address. */
export function thingsInState(state: Buffer | string | undefined): Map<string, string> {
  if (state === undefined) return new Map()
  const { resources } = JSON.parse(state.toString()) as {
    resources: { type: string; name: string; instances: { deposed?: string; attributes: { id: string } }[] }[]
  }
  const entries = resources
    .filter(({ type }) => type === 'world_thing')
    .flatMap(({ name, instances }) =>
      instances.map(({ deposed, attributes }): [string, string] => [
        `world_thing.${name}${deposed === undefined ? '' : ` (deposed ${deposed})`}`,
        attributes.id,
      ]),
    )
  return new Map(entries)
}

/** Sentences about what only one of the two has. */
export function disagreements(world: World, state: Buffer | string | undefined): string[] {
  const inState = thingsInState(state)
  const known = new Set(inState.values())
  return [
    ...[...world.things.keys()].filter((id) => !known.has(id)).map((id) => `only the world has ${id}`),
    ...[...inState]
      .filter(([, id]) => !world.things.has(id))
      .map(([address, id]) => `only the state has ${id}, as ${address}`),
  ]
}
