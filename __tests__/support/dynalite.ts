// @ts-expect-error -- dynalite has no types.
import createDynalite from 'dynalite'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { bytesOfRequest, expectNoLeak } from './canaries.ts'
import { callDynamoDb, createLockTable } from './dynamodb-request.ts'

export interface Dynalite {
  endpoint: string
  createLockTable(name: string): Promise<void>
  /** The attributes of an item, all of which are strings in Terraform's lock table. */
  item(table: string, lockKey: string): Promise<Record<string, string> | undefined>
  /** `info` is the JSON that Terraform reads as LockInfo. */
  putItem(table: string, lockKey: string, info: string): Promise<void>
  /** The digest of the state as Terraform keeps it. */
  putDigest(table: string, lockKey: string, md5: string): Promise<void>
  deleteItem(table: string, lockKey: string): Promise<void>
  close(): Promise<void>
}

/** DynamoDB in this process and in memory. */
export async function startDynalite(): Promise<Dynalite> {
  const create = createDynalite as (options: { createTableMs: number }) => Server
  const server = create({ createTableMs: 0 })
  const leaks: unknown[] = []
  readBodiesFirst(server, (request, body) => {
    try {
      expectNoLeak('to DynamoDB', bytesOfRequest(request, body))
    } catch (error) {
      leaks.push(error)
    }
  })
  server.keepAliveTimeout = 0
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const endpoint = `http://127.0.0.1:${String(port)}`
  const keyOf = (table: string, lockKey: string): object => ({
    TableName: table,
    Key: { LockID: { S: lockKey } },
  })

  return {
    endpoint,
    createLockTable: (name) => createLockTable(endpoint, name),
    item: async (table, lockKey) => {
      const answer = await callDynamoDb(endpoint, 'GetItem', {
        ...keyOf(table, lockKey),
        ConsistentRead: true,
      })
      const { Item: item } = answer as { Item?: Record<string, { S: string }> }
      if (item === undefined) return undefined
      return Object.fromEntries(Object.entries(item).map(([name, { S: text }]) => [name, text]))
    },
    putItem: async (table, lockKey, info) => {
      const item = { LockID: { S: lockKey }, Info: { S: info } }
      await callDynamoDb(endpoint, 'PutItem', { TableName: table, Item: item })
    },
    putDigest: async (table, lockKey, md5) => {
      const item = { LockID: { S: `${lockKey}-md5` }, Digest: { S: md5 } }
      await callDynamoDb(endpoint, 'PutItem', { TableName: table, Item: item })
    },
    deleteItem: async (table, lockKey) => {
      await callDynamoDb(endpoint, 'DeleteItem', keyOf(table, lockKey))
    },
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
      if (leaks.length > 0) throw leaks[0]
    },
  }
}

// dynalite throws on the `error` event of a request, so a client killed in the middle of one would end the test
// process. It gets each request only when the body is complete, cut off from the socket.
function readBodiesFirst(server: Server, look: (request: IncomingMessage, body: string) => void): void {
  const [serve] = server.listeners('request') as ((request: object, response: ServerResponse) => void)[]
  server.removeAllListeners('request')
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('error', () => undefined)
    request.on('end', () => {
      look(request, Buffer.concat(chunks).toString('latin1'))
      const { method, url, headers } = request
      const complete = Object.assign(Readable.from([Buffer.concat(chunks)]), { method, url, headers })
      serve?.(complete, response)
    })
  })
}
