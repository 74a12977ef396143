import { createHash } from 'node:crypto'
import { startDynalite } from './dynalite.ts'
import { startEmbeddedS3, type EmbeddedS3 } from './embedded-s3.ts'
import { startFaultProxy, type FaultProxy } from './fault-proxy.ts'
import { createProject, resource, s3Backend, type TerraformProject } from './terraform-project.ts'

export type Mechanism = 's3' | 'dynamodb' | 'both'

export const bucket = 'tfstate'
export const stateKey = 'app/terraform.tfstate'
export const lockKey = `${stateKey}.tflock`
const lineage = '228ff7cf-c2a9-654f-0c45-f42fa0464362'
const table = 'locks'
const itemKey = `${bucket}/${stateKey}`

/** A state with a past, on stores behind proxies. */
export interface RestoreWorld {
  s3: EmbeddedS3
  project: TerraformProject
  /** In front of S3, and of DynamoDB where there is a table. */
  proxies: FaultProxy[]
  /** Writes a state as Terraform does, its digest too. */
  write(body: string): Promise<void>
  /** Writes, or deletes, the object alone. */
  tamper(body: string | undefined): void
  versions(): Promise<Version[]>
  /** Of the newest version with these bytes; `none` where there is none. */
  versionOf(body: string): Promise<string>
  /** What Terraform would read: undefined behind a delete marker. */
  state(): { serial: number; lineage: string; inputs: Record<string, string> } | undefined
  digest(): Promise<string | undefined>
  putDigest(md5: string): Promise<void>
  /** Somebody holds it. */
  hold(json: string): Promise<void>
  /** The lock as it is in S3 or DynamoDB, whichever has one. */
  lock(): Promise<string | undefined>
  close(): Promise<void>
}

export interface Version {
  versionId: string
  isDeleteMarker: boolean
  body: string
}

/** The text of a state with one `terraform_data` for each input. */
export function stateText(serial: number, inputs: Record<string, string>, ofLineage = lineage): string {
  const resources = Object.entries(inputs).map(([name, input]) => ({
    mode: 'managed',
    type: 'terraform_data',
    name,
    provider: 'provider["terraform.io/builtin/terraform"]',
    instances: [
      {
        schema_version: 0,
        attributes: {
          id: `id-of-${name}`,
          input: { value: input, type: 'string' },
          output: { value: input, type: 'string' },
          triggers_replace: null,
        },
        sensitive_attributes: [],
      },
    ],
  }))
  const state = { version: 4, terraform_version: '1.11.4', serial, lineage: ofLineage, outputs: {} }
  return `${JSON.stringify({ ...state, resources, check_results: null }, undefined, 2)}\n`
}

export function md5(body: string): string {
  return createHash('md5').update(body).digest('hex')
}

/** The configuration wants `a = "blue"` and `b = "one"`. */
export async function startRestoreWorld(mechanism: Mechanism, isVersioned = true): Promise<RestoreWorld> {
  const s3 = await startEmbeddedS3({ buckets: [bucket], versioned: isVersioned })
  const dynalite = mechanism === 's3' ? undefined : await startDynalite()
  await dynalite?.createLockTable(table)
  const s3Proxy = await startFaultProxy(s3.endpoint)
  const tableProxy = dynalite === undefined ? undefined : await startFaultProxy(dynalite.endpoint)
  const backend = s3Backend({
    s3: s3Proxy.endpoint,
    bucket,
    key: stateKey,
    useLockfile: mechanism !== 'dynamodb',
    ...(tableProxy === undefined ? {} : { dynamodb: tableProxy.endpoint, table }),
  })
  const project = createProject(backend, `${resource('a', '"blue"')}${resource('b', '"one"')}`)
  const putDigest = async (digest: string): Promise<void> => {
    await dynalite?.putDigest(table, itemKey, digest)
  }
  return {
    s3,
    project,
    proxies: tableProxy === undefined ? [s3Proxy] : [s3Proxy, tableProxy],
    async write(body) {
      s3.put(bucket, stateKey, body)
      await putDigest(md5(body))
    },
    tamper(body) {
      if (body === undefined) s3.remove(bucket, stateKey)
      else s3.put(bucket, stateKey, body)
    },
    versions: async () => await listVersions(s3),
    versionOf: async (body) =>
      (await listVersions(s3)).find((version) => version.body === body)?.versionId ?? 'none',
    state() {
      const text = s3.object(bucket, stateKey)?.body.toString()
      if (text === undefined) return undefined
      const state = JSON.parse(text) as {
        serial: number
        lineage: string
        resources: { name: string; instances: { attributes: { input: { value: string } } }[] }[]
      }
      const inputs = state.resources.map(({ name, instances }): [string, string] => [
        name,
        instances[0]?.attributes.input.value ?? '',
      ])
      return { serial: state.serial, lineage: state.lineage, inputs: Object.fromEntries(inputs) }
    },
    digest: async () => (await dynalite?.item(table, `${itemKey}-md5`))?.['Digest'],
    putDigest,
    async hold(json) {
      if (mechanism !== 'dynamodb') s3.put(bucket, lockKey, json)
      await dynalite?.putItem(table, itemKey, json)
    },
    lock: async () =>
      s3.object(bucket, lockKey)?.body.toString() ?? (await dynalite?.item(table, itemKey))?.['Info'],
    async close() {
      project.dispose()
      await s3Proxy.close()
      await tableProxy?.close()
      await s3.close()
      await dynalite?.close()
    },
  }
}

/** Newest first. */
async function listVersions(s3: EmbeddedS3): Promise<Version[]> {
  const answer = await fetch(`${s3.endpoint}/${bucket}?versions&prefix=${encodeURIComponent(stateKey)}`)
  const entries = [...(await answer.text()).matchAll(/<(Version|DeleteMarker)>(.*?)<\/\1>/gs)]
  const found = entries.map(async ([, kind, text = '']) => {
    const one = (name: string): string => new RegExp(`<${name}>(.*?)</${name}>`).exec(text)?.[1] ?? ''
    const versionId = one('VersionId')
    const isDeleteMarker = kind === 'DeleteMarker'
    if (one('Key') !== stateKey) return undefined
    const body = isDeleteMarker
      ? ''
      : await (await fetch(`${s3.endpoint}/${bucket}/${stateKey}?versionId=${versionId}`)).text()
    return { versionId, isDeleteMarker, body }
  })
  return (await Promise.all(found)).filter((version) => version !== undefined)
}
