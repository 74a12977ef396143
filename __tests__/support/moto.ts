import { execFile } from 'node:child_process'
import { access, constants } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { startChild } from './child.ts'
import { createLockTable, unverifiedSignature } from './dynamodb-request.ts'

export interface Moto {
  /** Serves S3 and DynamoDB. */
  endpoint: string
  createBucket(name: string, options?: { versioned?: boolean }): Promise<void>
  createLockTable(name: string): Promise<void>
  close(): Promise<void>
}

const command = 'moto_server'
const startTimeoutMs = 60_000

/** Takes about a second when the command is there: a pyenv shim can be on PATH without the program behind it. */
export async function motoIsAvailable(): Promise<boolean> {
  const candidates = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, command))
  const found = await Promise.any(candidates.map((file) => access(file, constants.X_OK))).then(
    () => true,
    () => false,
  )
  if (!found) return false
  return await promisify(execFile)(command, ['--help']).then(
    () => true,
    () => false,
  )
}

export async function startMoto(): Promise<Moto> {
  // Port 0 lets the system choose; looking for a free one first would race with other tests.
  const server = await startChild(command, ['-H', '127.0.0.1', '-p', '0'], {
    env: { ...process.env, PYTHONUNBUFFERED: '1' },
    ready: /Running on http:\/\/127\.0\.0\.1:\d+\s/,
    timeoutMs: startTimeoutMs,
  })
  const endpoint = /Running on (http:\/\/127\.0\.0\.1:\d+)\s/.exec(server.output())?.[1] ?? ''

  async function putS3(path: string, body?: string): Promise<void> {
    const response = await fetch(`${endpoint}${path}`, {
      method: 'PUT',
      headers: unverifiedSignature('s3'),
      ...(body === undefined ? {} : { body }),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`PUT ${path} answered ${String(response.status)}: ${text}`)
  }

  return {
    endpoint,
    createBucket: async (name, { versioned = false } = {}) => {
      await putS3(`/${name}`)
      if (!versioned) return
      const status = '<Status>Enabled</Status>'
      await putS3(`/${name}?versioning`, `<VersioningConfiguration>${status}</VersioningConfiguration>`)
    },
    createLockTable: (name) => createLockTable(endpoint, name),
    close: () => server.stop(),
  }
}
