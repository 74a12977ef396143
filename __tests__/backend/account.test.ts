import type { IncomingMessage } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { S3Client } from '@aws-sdk/client-s3'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'

import { readAwsAccount } from '../../src/backend/account.ts'
import { createS3Client } from '../../src/backend/aws-clients.ts'
import { s3ConfigFor } from '../support/backend-config.ts'
import '../support/errors-of-node.ts'

const storeOfOnesOwn = 'http://127.0.0.1:9'
const identity = (account: string): string =>
  `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:sts::${account}:assumed-role/ci/lockstep</Arn><UserId>AROA:lockstep</UserId><Account>${account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`

let requests: IncomingMessage[]
let answer: { status: number; body: string }
let endpoint: string
let close: () => Promise<void>
beforeEach(async () => {
  requests = []
  answer = { status: 200, body: identity('123456789012') }
  const server = createServer((request, response) => {
    requests.push(request)
    response.writeHead(answer.status, { 'content-type': 'text/xml' }).end(answer.body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  close = async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})
afterEach(async () => {
  await close()
})

async function ask(changes: Record<string, unknown>): Promise<string | undefined> {
  const config = s3ConfigFor(storeOfOnesOwn, changes)
  return await readAwsAccount(config, async () => await createS3Client(config))
}
const withSts = (): Record<string, unknown> => ({ endpoints: { s3: storeOfOnesOwn, sts: endpoint } })

describe('the AWS account', () => {
  test('is the one of the credentials of the backend', async () => {
    expect(await ask(withSts())).toBe('123456789012')
    expect(requests.map(({ headers }) => headers.authorization)).toEqual([
      expect.stringMatching(/Credential=test\/\d+\/us-east-1\/sts\//),
    ])
  })

  test('is asked for in the region that the backend names for STS', async () => {
    await ask({ ...withSts(), sts_region: 'eu-west-1' })
    expect(requests[0]?.headers.authorization).toContain('/eu-west-1/sts/')
  })

  /** A client without a network, that tells whom it would have asked. */
  function offline(store: { endpoint?: string }): { client: S3Client; hosts: string[]; looks: () => number } {
    const hosts: string[] = []
    let looks = 0
    const handle = async ({ hostname }: { hostname: string }): Promise<unknown> => {
      hosts.push(hostname)
      const body = Readable.from([identity('210987654321')])
      return await Promise.resolve({ response: { statusCode: 200, headers: {}, body } })
    }
    const client = new S3Client({
      region: 'eu-central-1',
      ...store,
      requestHandler: { handle, metadata: { handlerProtocol: 'http/1.1' } } as never,
      credentials: async () => {
        looks += 1
        return await Promise.resolve({ accessKeyId: 'a', secretAccessKey: 'b' })
      },
    })
    return { client, hosts, looks: () => looks }
  }

  test('is asked of AWS itself where the bucket is there', async () => {
    const { client, hosts, looks } = offline({})
    const config = s3ConfigFor('', { endpoints: null, region: 'eu-central-1' })
    expect(await readAwsAccount(config, async () => await Promise.resolve(client))).toBe('210987654321')
    expect(hosts).toEqual(['sts.eu-central-1.amazonaws.com'])
    expect(looks()).toBe(1)
  })

  test('is not asked for where the store is none of AWS and has no STS', async () => {
    // Wherever the endpoint was set: the profile of the user can hold it, too.
    for (const changes of [{ endpoints: { s3: storeOfOnesOwn } }, { endpoints: null }]) {
      const { client, hosts } = offline({ endpoint: storeOfOnesOwn })
      const config = s3ConfigFor('', changes)
      expect(await readAwsAccount(config, async () => await Promise.resolve(client))).toBeUndefined()
      expect(hosts).toEqual([])
    }
  })

  test.each([
    [403, '<ErrorResponse><Error><Code>ExpiredToken</Code></Error></ErrorResponse>'],
    [200, 'hello'],
    [200, identity('12')],
  ])('is not known after the answer %s %s', async (status, body) => {
    answer = { status, body }
    expect(await ask(withSts())).toBeUndefined()
  })

  test('is not known where nobody answers, and after a cancel', async () => {
    expect(await ask({ endpoints: { s3: storeOfOnesOwn, sts: storeOfOnesOwn } })).toBeUndefined()
    const config = s3ConfigFor(storeOfOnesOwn, withSts())
    const cancelled = AbortSignal.abort()
    expect(await readAwsAccount(config, async () => await createS3Client(config), cancelled)).toBeUndefined()
    const failing = async (): Promise<S3Client> => await Promise.reject(new Error('no credentials'))
    expect(await readAwsAccount(config, failing)).toBeUndefined()
    expect(requests).toEqual([])
  })
})
