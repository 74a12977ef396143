import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { zipSync } from 'fflate'
import { pinnedRelease, provideTerraform, type ProvideOptions } from '../../scripts/provide-terraform.ts'

const script = '#!/bin/sh\necho "Terraform v9.9.9"\n'
const archive = Buffer.from(zipSync({ 'LICENSE.txt': Buffer.from('x'), terraform: Buffer.from(script) }))
const sha256 = createHash('sha256').update(archive).digest('hex')

let folder: string
let server: Server
let asked: string[]
let status: number
let options: ProvideOptions

beforeEach(async () => {
  jest.spyOn(console, 'error').mockImplementation(() => undefined)
  folder = mkdtempSync(join(tmpdir(), 'lockstep-provide-'))
  asked = []
  status = 200
  server = createServer((request, response) => {
    asked.push(request.url ?? '')
    response.writeHead(status).end(status === 200 ? archive : undefined)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  options = {
    release: { version: '9.9.9', sha256: { linux_amd64: sha256 } },
    platform: 'linux_amd64',
    cache: join(folder, 'cache'),
    env: { PATH: folder, LOCKSTEP_TERRAFORM_RELEASES: `http://127.0.0.1:${String(port)}/mirror/` },
  }
})

afterEach(async () => {
  jest.restoreAllMocks()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  rmSync(folder, { recursive: true, force: true })
})

test('a release is fetched once, checked, unpacked and kept', async () => {
  const first = await provideTerraform(options)
  expect(asked).toEqual(['/mirror/terraform_9.9.9_linux_amd64.zip'])
  expect(execFileSync(join(first ?? '', 'terraform'), { encoding: 'utf8' })).toBe('Terraform v9.9.9\n')
  expect(await provideTerraform(options)).toBe(first)
  expect(asked).toHaveLength(1)
  expect(readdirSync(first ?? '')).toEqual(['terraform'])
})

test.each(['terraform', 'tofu'])('nothing is fetched where PATH has %s', async (name) => {
  writeFileSync(join(folder, name), script, { mode: 0o755 })
  expect(await provideTerraform(options)).toBeUndefined()
  expect(asked).toEqual([])
})

describe('what says what to do, and keeps nothing', () => {
  const refusal = async (changed: Partial<ProvideOptions> = {}): Promise<string> => {
    const error: unknown = await provideTerraform({ ...options, ...changed }).catch(
      (reason: unknown) => reason,
    )
    expect(existsSync(options.cache) ? readdirSync(options.cache) : []).toEqual([])
    expect(error).toBeInstanceOf(Error)
    const { message } = error as Error
    expect(message).toContain('LOCKSTEP_TERRAFORM_RELEASES')
    return message
  }

  test('another archive', async () => {
    const other = { version: '9.9.9', sha256: { linux_amd64: '0'.repeat(64) } }
    expect(await refusal({ release: other })).toContain(`its SHA-256 is ${sha256}, not ${'0'.repeat(64)}`)
  })

  test('no archive', async () => {
    status = 404
    expect(await refusal()).toContain('could not be fetched: status 404')
  })

  test('nobody there', async () => {
    const env = { ...options.env, LOCKSTEP_TERRAFORM_RELEASES: 'http://127.0.0.1:9' }
    expect(await refusal({ env })).toContain(
      'http://127.0.0.1:9/terraform_9.9.9_linux_amd64.zip could not be fetched',
    )
  })

  test('a platform that is not pinned', async () => {
    expect(await refusal({ platform: 'win32_amd64' })).toContain('no archive for win32_amd64 is pinned')
    expect(asked).toEqual([])
  })

  test('an archive without Terraform', async () => {
    const empty = Buffer.from(zipSync({ 'LICENSE.txt': Buffer.from('x') }))
    server.removeAllListeners('request').on('request', (_, response) => response.end(empty))
    const digest = createHash('sha256').update(empty).digest('hex')
    expect(await refusal({ release: { version: '9.9.9', sha256: { linux_amd64: digest } } })).toContain(
      'holds no terraform',
    )
  })
})

test('a folder of that name is no Terraform', async () => {
  mkdirSync(join(folder, 'terraform'))
  expect(await provideTerraform(options)).toBeDefined()
})

test('the platforms that GitHub and laptops run on are pinned', () => {
  expect(Object.keys(pinnedRelease.sha256)).toEqual(
    expect.arrayContaining(['linux_amd64', 'linux_arm64', 'darwin_arm64', 'darwin_amd64']),
  )
  for (const digest of Object.values(pinnedRelease.sha256)) expect(digest).toMatch(/^[0-9a-f]{64}$/)
})
