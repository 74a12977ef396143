import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { bytesOfRequest, expectNoLeak } from './canaries.ts'
import type { Answer } from './embedded-s3/answer.ts'
import { newRequestId, refusal } from './embedded-s3/answer.ts'
import type { FaultRule, RuleState } from './embedded-s3/faults.ts'
import { newRuleState, takeFault } from './embedded-s3/faults.ts'
import { customerKeyMd5Header, storedHeaders } from './embedded-s3/object-headers.ts'
import { answerRequest } from './embedded-s3/operations.ts'
import { addressOf, withoutChunking } from './embedded-s3/request.ts'
import type { Bucket, Change } from './embedded-s3/store.ts'
import {
  addBucket,
  currentKeys,
  currentVersion,
  deleteCurrent,
  newStore,
  putVersion,
} from './embedded-s3/store.ts'

export type { Change } from './embedded-s3/store.ts'
export type { Fault, FaultRule } from './embedded-s3/faults.ts'

export interface RecordedRequest {
  /** `performance.now()` when the whole request had arrived. */
  at: number
  method: string
  bucket: string
  /** Decoded; empty when the request is about the bucket. */
  key: string
  query: URLSearchParams
  headers: IncomingHttpHeaders
  /** 0 until the answer is sent, and for good if the socket was closed instead. */
  status: number
}

export interface StoredObject {
  body: Buffer
  etag: string
  lastModified: Date
  headers: Record<string, string>
}

export interface EmbeddedS3 {
  /** `http://127.0.0.1:PORT`; use path-style addresses. */
  endpoint: string
  /** In the order of arrival. */
  requests: RecordedRequest[]
  createBucket(name: string, options?: { versioned?: boolean }): void
  /** The current version; `undefined` behind a delete marker. */
  object(bucket: string, key: string): StoredObject | undefined
  /** The keys that have a current version, sorted. */
  keys(bucket: string): string[]
  /** Stores without a request, so no fault applies. Returns the ETag, quoted. */
  put(
    bucket: string,
    key: string,
    body: string | Buffer,
    options?: { sseCustomerKeyMd5?: string; lastModified?: Date },
  ): string
  /** Deletes without a request; leaves a delete marker in a versioned bucket. */
  remove(bucket: string, key: string): void
  /** Tells of every change, also of `put` and `remove`, at once. Returns the function that ends it. */
  onChange(listener: (change: Change) => void): () => void
  fault(rule: FaultRule): void
  clearFaults(): void
  /**
   * Destroys open sockets too. Throws what a callback of a fault or a listener has thrown: a client that retries
   * would hide it.
   */
  close(): Promise<void>
}

export interface EmbeddedS3Options {
  buckets?: string[]
  /** Applies to `buckets`. */
  versioned?: boolean
  /** Like an S3 clone that does not know If-Match and If-None-Match; `on DELETE`: like one that knows them on PUT. */
  ignoreConditions?: boolean | 'on DELETE'
  port?: number
}

/** A small S3 in memory: one thread, atomic operations, conditional writes, versions, and faults on demand. */
export async function startEmbeddedS3(options: EmbeddedS3Options = {}): Promise<EmbeddedS3> {
  const store = newStore()
  const requests: RecordedRequest[] = []
  const closing = new AbortController()
  const callbackErrors: unknown[] = []
  let rules: RuleState[] = []
  for (const name of options.buckets ?? []) addBucket(store, name, options.versioned ?? false)

  async function callBack(callback: () => void | Promise<void>): Promise<void> {
    try {
      await callback()
    } catch (error) {
      callbackErrors.push(error)
      throw error
    }
  }

  async function answerWithFaults(record: RecordedRequest, body: Buffer): Promise<Answer | 'drop'> {
    const fault = takeFault(rules, record)
    const decoded = withoutChunking(record.headers, body)
    if (decoded === undefined) return refusal(400, 'IncompleteBody', 'The aws-chunked body is malformed.')
    const isIgnoring =
      options.ignoreConditions === 'on DELETE' ? record.method === 'DELETE' : options.ignoreConditions
    const ignoreConditions = isIgnoring === true || fault?.kind === 'ignore-conditions'
    const headers = ignoreConditions ? withoutConditions(decoded.headers) : decoded.headers
    const { method, bucket, key, query } = record
    const perform = (): Answer =>
      answerRequest(store, { method, bucket, key, query, headers, body: decoded.body })

    switch (fault?.kind) {
      case 'status':
        if (fault.store === true) perform()
        return refusal(fault.status, fault.code, 'A fault of the embedded S3, as the test ordered.')
      case 'drop':
        if (fault.store) perform()
        return 'drop'
      case 'delay': {
        const early = fault.then === 'store-first' ? perform() : undefined
        await sleep(fault.ms, undefined, { signal: closing.signal })
        return early ?? perform()
      }
      case 'run':
        await callBack(fault.before)
        return perform()
      case 'run-after': {
        const answer = perform()
        await callBack(fault.after)
        return answer
      }
      default:
        return perform()
    }
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request)
    const address = addressOf(request.url ?? '/')
    if (address === undefined) {
      send(response, refusal(400, 'InvalidURI', "Couldn't parse the specified URI."))
      return
    }
    const { method = 'GET', headers } = request
    const record: RecordedRequest = { at: performance.now(), method, ...address, headers, status: 0 }
    requests.push(record)
    try {
      // A state and a plan of it are as secret as what they hold, and are kept as the state is.
      const isKept = record.key.endsWith('.tfstate') || record.key.startsWith('.lockstep/plans/')
      expectNoLeak(
        `in ${method} ${record.key}`,
        bytesOfRequest(request, isKept ? '' : body.toString('latin1')),
      )
    } catch (error) {
      callbackErrors.push(error)
    }
    const answer = await answerWithFaults(record, body).catch((error: unknown) =>
      refusal(500, 'InternalError', String(error)),
    )
    if (answer === 'drop') {
      request.socket.destroy()
      return
    }
    record.status = answer.status
    send(response, answer)
  }

  const server = createServer((request, response) => {
    // Only reading the request can fail here: its client is gone, and nobody waits for an answer.
    serve(request, response).catch(() => response.destroy())
  })
  // A socket that the server closes just as the client uses it again would be a fault that no test asked for.
  server.keepAliveTimeout = 0
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo

  function bucketNamed(name: string): Bucket {
    const bucket = store.buckets.get(name)
    if (bucket === undefined) throw new Error(`The embedded S3 has no bucket ${name}.`)
    return bucket
  }

  return {
    endpoint: `http://127.0.0.1:${String(port)}`,
    requests,
    createBucket: (name, { versioned = false } = {}) => {
      addBucket(store, name, versioned)
    },
    object: (bucket, key) => {
      const version = currentVersion(bucketNamed(bucket), key)
      if (version === undefined) return undefined
      const { body, etag, lastModified, headers } = version
      return { body, etag, lastModified, headers: { ...headers } }
    },
    keys: (bucket) => currentKeys(bucketNamed(bucket)),
    put: (bucket, key, body, { sseCustomerKeyMd5, lastModified } = {}) => {
      const headers = sseCustomerKeyMd5 === undefined ? {} : { [customerKeyMd5Header]: sseCustomerKeyMd5 }
      return putVersion(store, bucketNamed(bucket), key, {
        body: Buffer.from(body),
        headers: storedHeaders(headers),
        ...(lastModified === undefined ? {} : { lastModified }),
      }).etag
    },
    remove: (bucket, key) => {
      deleteCurrent(store, bucketNamed(bucket), key)
    },
    onChange: (listener) => {
      const guarded = (change: Change): void => {
        try {
          listener(change)
        } catch (error) {
          callbackErrors.push(error)
        }
      }
      store.changeListeners.add(guarded)
      return () => {
        store.changeListeners.delete(guarded)
      }
    },
    fault: (rule) => {
      rules.push(newRuleState(rule))
    },
    clearFaults: () => {
      rules = []
    },
    close: async () => {
      closing.abort()
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
      if (callbackErrors.length > 0) throw callbackErrors[0]
    },
  }
}

function withoutConditions(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => name !== 'if-match' && name !== 'if-none-match'),
  )
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

function send(response: ServerResponse, answer: Answer): void {
  const hasNoBody = answer.status === 204 || answer.status === 304
  response.writeHead(answer.status, {
    'x-amz-request-id': newRequestId(),
    'x-amz-id-2': 'embedded',
    ...(hasNoBody ? {} : { 'content-length': Buffer.byteLength(answer.body) }),
    ...answer.headers,
  })
  response.end(answer.body)
}
