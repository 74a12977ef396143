import { parseS3Config, type S3BackendConfig } from '../../src/backend/s3-config.ts'
import { readFixture } from './fixture.ts'

/** What `terraform init` of 1.11.4 left for an S3 backend, every attribute of it, with some of them changed. */
export function backendConfig(changes: Record<string, unknown> = {}): Record<string, unknown> {
  const file = JSON.parse(readFixture('backend-file-s3.json')) as {
    backend: { config: Record<string, unknown> }
  }
  return { ...file.backend.config, ...changes }
}

/** A backend in a store of this machine. */
export function s3ConfigFor(
  endpoint: string,
  changes: Record<string, unknown> = {},
  workspace = 'default',
): S3BackendConfig {
  return parseS3Config(
    backendConfig({
      endpoints: { s3: endpoint },
      region: 'us-east-1',
      access_key: 'test',
      secret_key: 'test',
      ...changes,
    }),
    workspace,
    {},
    '/work/app',
  )
}
