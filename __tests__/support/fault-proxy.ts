import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { createServer, request as sendRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'

export interface ProxiedRequest {
  /** `performance.now()` when the whole request had arrived. */
  at: number
  method: string
  url: string
  headers: IncomingHttpHeaders
  body: Buffer
  /** What the client was answered; 0 until then, and for good if its socket was closed instead. */
  status: number
}

export interface ProxyFaultRule {
  matches: (request: Pick<ProxiedRequest, 'method' | 'url' | 'headers' | 'body'>) => boolean
  /**
   * `drop-response` forwards, waits for the answer, then closes the client's socket: the operation is done and the
   * client can't know. `drop-request` closes it without forwarding, and `reset` so that the client sees a reset. An
   * answer, or what a function returns, is given instead of the target's. A delay comes before all else.
   */
  action:
    | 'drop-response'
    | 'drop-request'
    | 'reset'
    | ProxyAnswer
    | { delayMs: number }
    | ((request: ProxiedRequest) => ProxyAnswer)
  /** Called when it befalls a request: before that is answered or dropped, and after it was forwarded, if it was. */
  onTaken?: () => void
  /** How many requests it befalls; 1 unless given, and may be Infinity. */
  times?: number
  /** How many matching requests pass first. */
  skip?: number
}

export interface ProxyAnswer {
  status: number
  headers?: Record<string, string>
  body: string
  /** The target does what it was asked before this is answered. */
  isForwarded?: boolean
}

export interface FaultProxy {
  endpoint: string
  /** In the order of arrival. */
  requests: ProxiedRequest[]
  fault(rule: ProxyFaultRule): void
  clearFaults(): void
  close(): Promise<void>
}

/** A proxy in front of `target` (`http://host:port`). The Host header stays as the client sent it, as it is signed. */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const upstream = new URL(target)
  const requests: ProxiedRequest[] = []
  let rules: RuleState[] = []

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(incoming)
    const { method = 'GET', url = '/', headers } = incoming
    const record: ProxiedRequest = { at: performance.now(), method, url, headers, body, status: 0 }
    requests.push(record)
    const taken = takeRule(rules, record)
    const given = taken?.action
    const action = typeof given === 'function' ? given(record) : given

    if (action !== 'drop-response') taken?.onTaken?.()
    if (action === 'drop-request') {
      incoming.socket.destroy()
      return
    }
    if (action === 'reset') {
      incoming.socket.resetAndDestroy()
      return
    }
    if (typeof action === 'object' && 'delayMs' in action) await sleep(action.delayMs)
    if (typeof action === 'object' && 'status' in action) {
      if (action.isForwarded === true) await forward(upstream, record, incoming.rawHeaders)
      record.status = action.status
      const contentType = action.body.startsWith('{') ? 'application/x-amz-json-1.0' : 'application/xml'
      response.writeHead(action.status, { 'content-type': contentType, ...action.headers }).end(action.body)
      return
    }
    const answer = await forward(upstream, record, incoming.rawHeaders)
    if (action === 'drop-response') {
      taken?.onTaken?.()
      incoming.socket.destroy()
      return
    }
    record.status = answer.status
    response.writeHead(answer.status, answer.rawHeaders).end(answer.body)
  }

  const server = createServer((incoming, response) => {
    // The client or the target has broken the connection; the other one shall see that too.
    serve(incoming, response).catch(() => incoming.socket.destroy())
  })
  server.keepAliveTimeout = 0
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo

  return {
    endpoint: `http://127.0.0.1:${String(port)}`,
    requests,
    fault: (rule) => {
      rules.push({ rule, toSkip: rule.skip ?? 0, remaining: rule.times ?? 1 })
    },
    clearFaults: () => {
      rules = []
    },
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

interface RuleState {
  rule: ProxyFaultRule
  toSkip: number
  remaining: number
}

/** The rule that befalls this request; spends one of its `times`. */
function takeRule(rules: readonly RuleState[], request: ProxiedRequest): ProxyFaultRule | undefined {
  for (const state of rules) {
    if (state.remaining === 0 || !state.rule.matches(request)) continue
    if (state.toSkip === 0) {
      state.remaining -= 1
      return state.rule
    }
    state.toSkip -= 1
  }
  return undefined
}

interface UpstreamAnswer {
  status: number
  rawHeaders: string[]
  body: Buffer
}

function forward(
  upstream: URL,
  { method, url, body }: ProxiedRequest,
  rawHeaders: readonly string[],
): Promise<UpstreamAnswer> {
  return new Promise((resolve, reject) => {
    const headers = [...endToEnd(rawHeaders), 'Content-Length', String(body.length)]
    const { hostname: host, port } = upstream
    // A connection of its own: a kept one can be closed by the target just then, a fault that no test asked for.
    const outgoing = sendRequest({ host, port, method, path: url, headers, agent: false }, (answer) => {
      readBody(answer).then((answerBody) => {
        const status = answer.statusCode ?? 502
        const length = method === 'HEAD' ? answer.headers['content-length'] : String(answerBody.length)
        const hasLength = length !== undefined && status !== 204 && status !== 304
        resolve({
          status,
          rawHeaders: [...endToEnd(answer.rawHeaders), ...(hasLength ? ['Content-Length', length] : [])],
          body: answerBody,
        })
      }, reject)
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

const hopByHopNames = [
  'connection',
  'content-length',
  'expect',
  'keep-alive',
  'te',
  'transfer-encoding',
  'upgrade',
]

/** Names and values in turn, without those that describe one connection or the framing on it. */
function endToEnd(rawHeaders: readonly string[]): string[] {
  return rawHeaders.filter((_, index) => {
    const name = rawHeaders[index - (index % 2)] ?? ''
    return !hopByHopNames.includes(name.toLowerCase())
  })
}

async function readBody(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
