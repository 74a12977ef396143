import { once } from 'node:events'
import { createServer, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2'
import type { AddressInfo } from 'node:net'

/** One message in, one message out; no method of a provider that is used here streams. */
export type Method = (request: Buffer) => Promise<Buffer>

export interface GrpcServer {
  port: number
  close(): Promise<void>
}

const unimplemented = '12'
/** Of a message: a flag for compression, and four bytes of length. */
const prefixBytes = 5

/** gRPC over HTTP/2 without TLS (github.com/grpc/grpc, doc/PROTOCOL-HTTP2.md). `methods` by their path. */
export async function startGrpc(methods: Readonly<Record<string, Method>>): Promise<GrpcServer> {
  const sessions = new Set<ServerHttp2Session>()
  const server = createServer()
  server.on('session', (session) => {
    sessions.add(session)
    session.on('error', () => undefined)
    session.on('close', () => sessions.delete(session))
  })
  server.on('stream', (stream, headers) => {
    // A client that is killed takes its streams with it.
    stream.on('error', () => undefined)
    void answer(stream, methods[headers[':path'] ?? ''])
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      for (const session of sessions) session.destroy()
      await closed
    },
  }
}

async function answer(stream: ServerHttp2Stream, method: Method | undefined): Promise<void> {
  const respond = { ':status': 200, 'content-type': 'application/grpc' }
  if (method === undefined) {
    // What go-plugin asks besides (its broker, its stdio) may be missing.
    stream.respond({ ...respond, 'grpc-status': unimplemented }, { endStream: true })
    return
  }
  const chunks: Buffer[] = []
  try {
    for await (const chunk of stream) chunks.push(chunk as Buffer)
  } catch {
    return
  }
  const message = await method(Buffer.concat(chunks).subarray(prefixBytes))
  if (stream.destroyed) return
  const prefix = Buffer.alloc(prefixBytes)
  prefix.writeUInt32BE(message.length, 1)
  stream.respond(respond, { waitForTrailers: true })
  stream.on('wantTrailers', () => {
    stream.sendTrailers({ 'grpc-status': '0' })
  })
  stream.end(Buffer.concat([prefix, message]))
}
