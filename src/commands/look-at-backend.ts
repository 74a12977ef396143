import type { BackendBlock, S3Facts, StateFacts } from '../audit/facts.ts'
import { secretsOfBackend } from '../audit/secrets.ts'
import { dataDirectory, readBackendFile } from '../backend/backend-file.ts'
import { readS3Facts, settingsFromConfig } from '../backend/backend-settings.ts'
import { parseS3Config, type S3BackendConfig } from '../backend/s3-config.ts'
import { parseEngineVersion, type EngineVersion } from '../lock/engine-version.ts'
import type { LockReading } from '../lock/lock-reading.ts'
import type { Terraform } from '../terraform/terraform.ts'
import { readInstalledEngine } from '../terraform/version.ts'
import type { Dependencies } from './dependencies.ts'
import type { Journey } from './outcome.ts'
import { prepare } from './prepare.ts'

/** Initialises a folder and asks its store for all that is judged. `path`: absolute. */
export async function lookAtBackend(
  deps: Dependencies,
  journey: Journey,
  path: string,
  { folder, block }: { readonly folder: string; readonly block: BackendBlock | undefined },
): Promise<StateFacts> {
  const { env, log } = deps
  const inputs = { ...deps.inputs, workingDirectory: path }
  const { terraform, backend, workspace } = await prepare({ ...deps, inputs }, journey)
  const { type, config } = readBackendFile(dataDirectory(path, env))
  for (const { value } of secretsOfBackend(config)) {
    log.mask(value)
    journey.sensitive.add(value)
  }
  const reading = type === 's3' ? readS3(parseS3Config(config, workspace, env, path), deps) : undefined
  const [engine, s3] = await Promise.all([readEngineVersion(terraform), reading])
  return { folder, address: backend.address, type, config, engine, block, s3 }
}

async function readEngineVersion(terraform: Terraform): Promise<EngineVersion | undefined> {
  const installed = await readInstalledEngine(terraform)
  if (installed === undefined) return undefined
  return parseEngineVersion(installed.engine === 'tofu' ? 'opentofu' : 'terraform', installed.version)
}

async function readS3(
  config: S3BackendConfig,
  { clock, cancelled, holders }: Dependencies,
): Promise<StateFacts['s3']> {
  const facts = await readS3Facts(config, clock, cancelled)
  const withRun = async (reading: LockReading | undefined): Promise<LockReading | undefined> =>
    reading?.kind === 'held' ? { ...reading, holder: await holders.look(reading.holder) } : reading
  const [lockFile, lockItem] = await Promise.all([withRun(facts.lockFile), withRun(facts.lockItem)])
  return { settings: settingsFromConfig(config), facts: { ...facts, lockFile, lockItem } satisfies S3Facts }
}
