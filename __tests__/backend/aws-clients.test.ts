import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { connect, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { S3Client } from '@aws-sdk/client-s3'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals'

import { createDynamoDbClient, createS3Client } from '../../src/backend/aws-clients.ts'
import { parseS3Config, type S3BackendConfig } from '../../src/backend/s3-config.ts'
import { createS3Lock } from '../../src/backend/s3-lock.ts'
import type { LockReading, Removal } from '../../src/lock/lock-reading.ts'
import { backendConfig } from '../support/backend-config.ts'
import { startEmbeddedS3, type EmbeddedS3 } from '../support/embedded-s3.ts'
import '../support/errors-of-node.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { proofFor } from '../support/fake-lock.ts'
import { readFixture } from '../support/fixture.ts'
import { motoIsAvailable, startMoto } from '../support/moto.ts'

const lockKey = 'app/terraform.tfstate.tflock'
const keys = { access_key: 'AKIASTATIC', secret_key: 'static-secret' }

let folder = ''
let s3: EmbeddedS3
const jobEnvironment = process.env
const closing: (() => void | Promise<void>)[] = []

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lockstep-aws-'))
  s3 = await startEmbeddedS3({ buckets: ['tfstate'] })
  s3.put('tfstate', lockKey, readFixture('lock-s3.json'))
  // What the SDK reads itself; nothing of this machine's.
  process.env = {
    PATH: jobEnvironment['PATH'],
    HOME: jobEnvironment['HOME'],
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: write('no-config', ''),
    AWS_SHARED_CREDENTIALS_FILE: write('no-credentials', ''),
  }
})
afterEach(async () => {
  process.env = jobEnvironment
  for (const close of closing.splice(0).reverse()) await close()
  await s3.close()
  rmSync(folder, { recursive: true, force: true })
})

function write(name: string, content: string): string {
  const file = join(folder, name)
  writeFileSync(file, content)
  return file
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(async () => {
    const closed = new Promise((resolve) => server.close(resolve))
    server.closeAllConnections()
    await closed
  })
  return (server.address() as AddressInfo).port
}

function configOf(changes: Record<string, unknown> = {}, env: Record<string, string> = {}): S3BackendConfig {
  const block = {
    endpoints: { s3: s3.endpoint },
    region: 'us-east-1',
    skip_metadata_api_check: null,
    ...changes,
  }
  return parseS3Config(backendConfig(block), 'default', env, folder)
}

async function readLock(changes: Record<string, unknown> = {}, env = {}): Promise<LockReading> {
  const config = configOf(changes, env)
  const client = async (): Promise<S3Client> => {
    const created = await createS3Client(config)
    closing.push(() => {
      created.destroy()
    })
    return created
  }
  return await createS3Lock(config, client, createFakeClock()).read()
}

interface Signature {
  key: string | undefined
  scope: string | undefined
  token: string | string[] | undefined
}
function signatureOf(message: { headers: IncomingMessage['headers'] } | undefined): Signature {
  const [, key, scope] =
    /Credential=([^/]+)\/\d+\/([^,]+)\/aws4_request/.exec(message?.headers.authorization ?? '') ?? []
  return { key, scope, token: message?.headers['x-amz-security-token'] }
}
/** How the lock's last read was signed. */
const signature = (): Signature => signatureOf(s3.requests.at(-1))

async function readBody(message: IncomingMessage): Promise<string> {
  let body = ''
  for await (const chunk of message) body += String(chunk)
  return body
}

describe('credentials', () => {
  test('of the block are used as they are', async () => {
    expect((await readLock({ ...keys, token: 'static-token' })).kind).toBe('held')
    expect(signature()).toEqual({ key: 'AKIASTATIC', scope: 'us-east-1/s3', token: 'static-token' })
  })

  test('of the environment are used where the block has none', async () => {
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'AKIAENV', AWS_SECRET_ACCESS_KEY: 'x' })
    await readLock()
    expect(signature()).toEqual({ key: 'AKIAENV', scope: 'us-east-1/s3', token: undefined })
  })

  const profiles = '[default]\naws_access_key_id = AKIADEFAULT\naws_secret_access_key = x\n'
  const ci = '[ci]\naws_access_key_id = AKIACI\naws_secret_access_key = x\n'

  test('of a profile in a file of the block', async () => {
    const file = write('credentials', `${profiles}${ci}`)
    await readLock({ profile: 'ci', shared_credentials_files: [file] })
    expect(signature().key).toBe('AKIACI')
  })

  test('of the default profile, without the metadata service', async () => {
    const file = write('credentials', `${profiles}${ci}`)
    await readLock({ shared_credentials_files: [file], skip_metadata_api_check: true })
    expect(signature().key).toBe('AKIADEFAULT')
  })

  test('of a named profile win over the environment, without the metadata service', async () => {
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'AKIAENV', AWS_SECRET_ACCESS_KEY: 'x' })
    process.env['AWS_SHARED_CREDENTIALS_FILE'] = write('credentials', `${profiles}${ci}`)
    await readLock({ profile: 'ci', skip_metadata_api_check: true })
    expect(signature().key).toBe('AKIACI')
  })

  test('of the environment win over AWS_PROFILE, but not over a profile of the block', async () => {
    process.env['AWS_SHARED_CREDENTIALS_FILE'] = write('credentials', `${profiles}${ci}`)
    process.env['AWS_PROFILE'] = 'ci'
    const env = { AWS_ACCESS_KEY_ID: 'AKIAENV', AWS_SECRET_ACCESS_KEY: 'x', AWS_SESSION_TOKEN: 't' }
    Object.assign(process.env, env)
    await readLock({}, env)
    expect(signature()).toEqual({ key: 'AKIAENV', scope: 'us-east-1/s3', token: 't' })
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined) // the SDK does, of both
    await readLock({ profile: 'default' }, env)
    warn.mockRestore()
    expect(signature()).toEqual({ key: 'AKIADEFAULT', scope: 'us-east-1/s3', token: undefined })
  })

  test('of AWS_PROFILE are used where the environment has no keys', async () => {
    process.env['AWS_SHARED_CREDENTIALS_FILE'] = write('credentials', `${profiles}${ci}`)
    process.env['AWS_PROFILE'] = 'ci'
    await readLock({}, { AWS_PROFILE: 'ci' })
    expect(signature().key).toBe('AKIACI')
  })

  test('of a file whose path is relative to the folder', async () => {
    write('credentials', `${profiles}${ci}`)
    await readLock({ profile: 'ci', shared_credentials_files: ['credentials'] })
    expect(signature().key).toBe('AKIACI')
  })

  test('of the file that AWS_SHARED_CONFIG_FILE names, which only Terraform knows', async () => {
    const file = write('config', ci.replace('[ci]', '[profile ci]'))
    await readLock({ profile: 'ci' }, { AWS_SHARED_CONFIG_FILE: file })
    expect(signature().key).toBe('AKIACI')
  })

  test('of a container are used where the metadata service is not to be asked', async () => {
    const server = createServer((_, response) => {
      const credentials = {
        AccessKeyId: 'AKIACONTAINER',
        SecretAccessKey: 'x',
        Token: 't',
        Expiration: '2099-01-01T00:00:00Z',
      }
      response.setHeader('content-type', 'application/json').end(JSON.stringify(credentials))
    })
    process.env['AWS_CONTAINER_CREDENTIALS_FULL_URI'] = `http://127.0.0.1:${await listen(server)}/credentials`
    await readLock({ skip_metadata_api_check: true })
    expect(signature().key).toBe('AKIACONTAINER')
  })

  test('that are nowhere leave the lock unknown', async () => {
    expect(await readLock({ skip_metadata_api_check: true })).toMatchObject({
      kind: 'unknown',
      transient: false,
    })
    expect(await readLock()).toMatchObject({ kind: 'unknown' })
    expect(s3.requests).toEqual([])
  })
})

describe('the region', () => {
  const config = '[default]\nregion = eu-west-1\n[profile ci]\nregion = eu-central-1\n'

  test('is that of the backend’s profile where nothing else tells', async () => {
    process.env['AWS_CONFIG_FILE'] = write('config', config)
    const client = await createS3Client(configOf({ ...keys, region: null, profile: 'ci' }))
    expect(await client.config.region()).toBe('eu-central-1')
    const dynamodb = await createDynamoDbClient(configOf({ ...keys, region: null, profile: 'ci' }))
    expect(await dynamodb.config.region()).toBe('eu-central-1')
  })

  test('is that of the block where it has one', async () => {
    process.env['AWS_CONFIG_FILE'] = write('config', config)
    const client = await createS3Client(configOf({ ...keys, profile: 'ci' }))
    expect(await client.config.region()).toBe('us-east-1')
  })

  test('that nobody tells leaves the lock unknown', async () => {
    expect(await readLock({ ...keys, region: null })).toMatchObject({ kind: 'unknown' })
  })
})

describe('options of the block', () => {
  test.each([
    [{}, false, false],
    [{ use_fips_endpoint: true }, true, false],
    [{ use_dualstack_endpoint: true }, false, true],
  ])('%j reach both clients', async (changes, fips, dualstack) => {
    const config = configOf({ ...keys, ...changes })
    for (const client of [await createS3Client(config), await createDynamoDbClient(config)]) {
      expect(await client.config.useFipsEndpoint()).toBe(fips)
      expect(await client.config.useDualstackEndpoint()).toBe(dualstack)
    }
  })

  test('the style of addresses is Terraform’s', async () => {
    const path = await createS3Client(configOf({ ...keys, use_path_style: true }))
    const host = await createS3Client(configOf({ ...keys, use_path_style: null }))
    expect([path.config.forcePathStyle, host.config.forcePathStyle]).toEqual([true, false])
  })

  test('the endpoint of DynamoDB reaches its client', async () => {
    const client = await createDynamoDbClient(
      configOf({ ...keys, endpoints: { dynamodb: 'http://127.0.0.1:4567' } }),
    )
    expect(await client.config.endpoint?.()).toMatchObject({ hostname: '127.0.0.1', port: 4567 })
  })
})

describe('a role', () => {
  let calls: { parameters: Record<string, string>; signature: Signature }[] = []
  let sts = ''

  /** Answers as STS does, with a key that tells which call it came from. */
  async function answerAsSts(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const parameters = Object.fromEntries(new URLSearchParams(await readBody(message)))
    calls.push({ parameters, signature: signatureOf(message) })
    const action = parameters['Action'] ?? ''
    response
      .setHeader('content-type', 'text/xml')
      .end(
        `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${action}Result><Credentials>` +
          `<AccessKeyId>ASIA${calls.length}</AccessKeyId><SecretAccessKey>x</SecretAccessKey>` +
          `<SessionToken>session ${calls.length}</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration>` +
          `</Credentials></${action}Result></${action}Response>`,
      )
  }
  beforeEach(async () => {
    calls = []
    const server = createServer((message, response) => {
      void answerAsSts(message, response)
    })
    sts = `http://127.0.0.1:${await listen(server)}`
  })
  const endpoints = (): { endpoints: object } => ({ endpoints: { s3: s3.endpoint, sts } })
  const assumeRole = (fields: object = {}): object => ({
    assume_role: { role_arn: 'arn:aws:iam::123456789012:role/state', ...fields },
  })

  test('is assumed with the credentials that there are', async () => {
    expect((await readLock({ ...keys, ...endpoints(), ...assumeRole() })).kind).toBe('held')
    expect(calls).toEqual([
      {
        parameters: {
          Action: 'AssumeRole',
          Version: '2011-06-15',
          RoleArn: 'arn:aws:iam::123456789012:role/state',
          RoleSessionName: 'lockstep',
        },
        signature: { key: 'AKIASTATIC', scope: 'us-east-1/sts', token: undefined },
      },
    ])
    expect(signature()).toEqual({ key: 'ASIA1', scope: 'us-east-1/s3', token: 'session 1' })
  })

  test('is assumed as the block says', async () => {
    const block = assumeRole({
      ...{ session_name: 'ci', external_id: 'external', source_identity: 'source', duration: '1h30m' },
      ...{ policy: '{}', policy_arns: ['arn:one'], tags: { team: 'infra' }, transitive_tag_keys: ['team'] },
    })
    await readLock({ ...keys, ...endpoints(), ...block, sts_region: 'eu-west-1' })
    expect(calls[0]).toMatchObject({
      parameters: {
        RoleSessionName: 'ci',
        ExternalId: 'external',
        SourceIdentity: 'source',
        DurationSeconds: '5400',
        Policy: '{}',
        'PolicyArns.member.1.arn': 'arn:one',
        'Tags.member.1.Key': 'team',
        'Tags.member.1.Value': 'infra',
        'TransitiveTagKeys.member.1': 'team',
      },
      signature: { scope: 'eu-west-1/sts' },
    })
  })

  const webIdentity = (fields: object): object => ({
    assume_role_with_web_identity: { role_arn: 'arn:aws:iam::123456789012:role/oidc', ...fields },
  })

  test('is assumed with the token of the job', async () => {
    await readLock({ ...endpoints(), ...webIdentity({ web_identity_token: 'the-token', duration: '15m' }) })
    expect(calls).toEqual([
      {
        parameters: {
          Action: 'AssumeRoleWithWebIdentity',
          Version: '2011-06-15',
          RoleArn: 'arn:aws:iam::123456789012:role/oidc',
          RoleSessionName: 'lockstep',
          WebIdentityToken: 'the-token',
          DurationSeconds: '900',
        },
        signature: { key: undefined, scope: undefined, token: undefined },
      },
    ])
    expect(signature().key).toBe('ASIA1')
  })

  test('is assumed with a token in a file', async () => {
    const file = write('token', 'token-of-the-file\n')
    await readLock({ ...endpoints(), ...webIdentity({ web_identity_token_file: file }) })
    expect(calls[0]?.parameters['WebIdentityToken']).toBe('token-of-the-file')
  })

  test('is assumed from a role that was assumed with the token', async () => {
    await readLock({ ...endpoints(), ...webIdentity({ web_identity_token: 't' }), ...assumeRole() })
    expect(calls.map(({ parameters }) => parameters['Action'])).toEqual([
      'AssumeRoleWithWebIdentity',
      'AssumeRole',
    ])
    expect(calls[1]?.signature).toMatchObject({ key: 'ASIA1', token: 'session 1' })
    expect(signature()).toMatchObject({ key: 'ASIA2', token: 'session 2' })
  })

  test('that is refused leaves the lock unknown', async () => {
    const server = createServer((_, response) => {
      response
        .writeHead(403, { 'content-type': 'text/xml' })
        .end(
          '<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>',
        )
    })
    const denying = `http://127.0.0.1:${await listen(server)}`
    const reading = await readLock({ ...keys, endpoints: { s3: s3.endpoint, sts: denying }, ...assumeRole() })
    expect(reading.kind).toBe('unknown')
    expect(s3.requests).toEqual([])
  })

  test('is assumed from moto, too', async () => {
    if (!(await motoIsAvailable())) {
      if (jobEnvironment['LOCKSTEP_REQUIRE_MOTO'] === '1')
        throw new Error('moto_server is required and missing')
      console.warn('moto_server is not installed: assuming a role from it was not tested')
      return
    }
    const moto = await startMoto()
    closing.push(() => moto.close())
    const real = { endpoints: { s3: s3.endpoint, sts: moto.endpoint } }
    expect((await readLock({ ...keys, ...real, ...assumeRole() })).kind).toBe('held')
    expect(signature()).toEqual({
      key: expect.stringMatching(/^ASIA/),
      scope: 'us-east-1/s3',
      token: expect.any(String),
    })
    await readLock({ ...real, ...webIdentity({ web_identity_token: 't' }) })
    expect(signature().token).toEqual(expect.any(String))
  }, 60_000)
})

describe('the way to the store', () => {
  /** `METHOD target` of all that came through the proxy. */
  let seen: string[] = []
  let proxy = ''
  let tlsPort = 0
  let certificate: { key: string; cert: string } | undefined
  const hosts = ['localhost', 's3.made-up.example', 's3.us-east-1.amazonaws.com']

  beforeAll(() => {
    const scratch = mkdtempSync(join(tmpdir(), 'lockstep-certificate-'))
    const [key, cert] = [join(scratch, 'key.pem'), join(scratch, 'cert.pem')]
    const names = [...hosts.map((host) => `DNS:${host}`), 'IP:127.0.0.1'].join(',')
    try {
      execFileSync(
        'openssl',
        [
          ...[
            'req',
            '-x509',
            '-newkey',
            'ec',
            '-pkeyopt',
            'ec_paramgen_curve:prime256v1',
            '-nodes',
            '-days',
            '2',
          ],
          ...[
            '-keyout',
            key,
            '-out',
            cert,
            '-subj',
            '/CN=lockstep-test',
            '-addext',
            `subjectAltName=${names}`,
          ],
        ],
        { stdio: 'ignore' },
      )
      certificate = { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') }
    } catch {
      console.warn('openssl is not installed: certificates and proxies for HTTPS were not tested')
    }
    rmSync(scratch, { recursive: true })
  })
  afterAll(() => {
    process.env = jobEnvironment
  })

  beforeEach(async () => {
    seen = []
    const toStore = (message: IncomingMessage, response: ServerResponse): void => {
      const { pathname, search } = new URL(message.url ?? '/', 'http://x')
      const { hostname, port } = new URL(s3.endpoint)
      const { method = 'GET', headers } = message
      const outgoing = request(
        { hostname, port, method, path: `${pathname}${search}`, headers },
        (answer) => {
          response.writeHead(answer.statusCode ?? 502, answer.headers)
          answer.pipe(response)
        },
      )
      message.pipe(outgoing)
    }
    const server = createServer((message, response) => {
      seen.push(`${message.method ?? ''} ${message.url ?? ''}`)
      toStore(message, response)
    })
    server.on('connect', (message, socket) => {
      seen.push(`CONNECT ${message.url ?? ''}`)
      const upstream = connect(tlsPort, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
        upstream.pipe(socket).pipe(upstream)
      })
      for (const end of [upstream, socket]) end.on('error', () => end.destroy())
      closing.push(() => {
        upstream.destroy()
        socket.destroy()
      })
    })
    proxy = `http://127.0.0.1:${await listen(server)}`
    if (certificate !== undefined) tlsPort = await listen(createTlsServer(certificate, toStore))
  })

  const withTls = (name: string, run: () => Promise<void>): void => {
    test(name, async () => {
      if (certificate !== undefined) await run()
    })
  }
  const bundle = (): string => write('bundle.pem', certificate?.cert ?? '')
  const http = { endpoints: { s3: 'http://s3.made-up.example' } }
  const https = { endpoints: { s3: 'https://s3.made-up.example' } }

  test('goes through the proxy of the block', async () => {
    expect((await readLock({ ...keys, ...http, http_proxy: proxy })).kind).toBe('held')
    expect(seen).toEqual([`GET http://s3.made-up.example/tfstate/${lockKey}?x-id=GetObject`])
  })

  test('goes through the proxy of the environment', async () => {
    expect((await readLock({ ...keys, ...http }, { HTTP_PROXY: proxy })).kind).toBe('held')
    expect(seen).toHaveLength(1)
  })

  withTls('goes through the proxy for HTTPS, end to end', async () => {
    const reading = await readLock({ ...keys, ...https, https_proxy: proxy, custom_ca_bundle: bundle() })
    expect(reading.kind).toBe('held')
    expect(seen).toEqual(['CONNECT s3.made-up.example:443'])
  })

  withTls('goes through the proxy for HTTP of the block for HTTPS too, and not that of the job', async () => {
    const reading = await readLock({ ...keys, ...https, http_proxy: proxy, custom_ca_bundle: bundle() })
    expect(reading.kind).toBe('held')
    expect(seen).toEqual(['CONNECT s3.made-up.example:443'])
    const ofJob = { HTTP_PROXY: proxy }
    const direct = await readLock({ ...keys, ...https, custom_ca_bundle: bundle() }, ofJob)
    expect(direct.kind).toBe('unknown')
    expect(seen).toHaveLength(1)
  })

  test('does not go through a proxy for the other protocol', async () => {
    expect((await readLock({ ...keys, ...http, https_proxy: proxy })).kind).toBe('unknown')
    expect(seen).toEqual([])
  })

  test('does not go through the proxy to a host that needs none, nor to this machine', async () => {
    expect((await readLock({ ...keys, ...http, http_proxy: proxy, no_proxy: '.made-up.example' })).kind).toBe(
      'unknown',
    )
    expect((await readLock({ ...keys, http_proxy: proxy })).kind).toBe('held')
    expect(seen).toEqual([])
  })

  withTls('trusts a certificate of the bundle, and no other', async () => {
    const local = { ...keys, endpoints: { s3: `https://localhost:${tlsPort}` } }
    const refused = await readLock(local)
    expect(refused).toEqual({
      kind: 'unknown',
      reason: expect.stringMatching(/self.signed certificate/),
      transient: false,
    })
    expect((await readLock({ ...local, custom_ca_bundle: bundle() })).kind).toBe('held')
    expect((await readLock(local, { AWS_CA_BUNDLE: bundle() })).kind).toBe('held')
    expect((await readLock({ ...local, insecure: true })).kind).toBe('held')
  })

  test('a bundle that is not there leaves the lock unknown', async () => {
    const reading = await readLock({ ...keys, custom_ca_bundle: join(folder, 'none.pem') })
    expect(reading).toEqual({
      kind: 'unknown',
      reason: expect.stringContaining('none.pem'),
      transient: false,
    })
  })

  withTls(
    'to AWS itself needs no proof that conditions are honoured, which a role might not be allowed to give',
    async () => {
      const config = configOf({ ...keys, endpoints: null, https_proxy: proxy, custom_ca_bundle: bundle() })
      const client = await createS3Client(config)
      const lock = createS3Lock(config, () => Promise.resolve(client), createFakeClock())
      const reading = await lock.read()
      const version = reading.kind === 'held' ? reading.version : {}
      const removal: Removal = await lock.remove(version, proofFor('x'))
      client.destroy()
      expect(removal).toEqual({ kind: 'removed' })
      expect(new Set(seen)).toEqual(new Set(['CONNECT s3.us-east-1.amazonaws.com:443']))
      expect(s3.requests.map(({ method, key }) => `${method} ${key}`)).toEqual([
        `GET ${lockKey}`,
        `DELETE ${lockKey}`,
      ])
    },
  )
})
