import { createHash, randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { bytesOfRequest, expectNoLeak } from './canaries.ts'

/** The run that uploads, and where its commit comes from. */
export interface UploadingRun {
  runId: number
  headSha: string
  /** Differs from the repository's for a fork's run. */
  headRepositoryId?: number
}

export interface FakeArtifact extends Required<UploadingRun> {
  id: number
  name: string
  createdAt: Date
  expiresAt: Date
  isExpired: boolean
  content: Buffer
  /** Of what was uploaded, whatever the content is by now. */
  digest: string
}

export interface FakeArtifacts {
  endpoint: string
  /** For process.env of whoever uses @actions/artifact. */
  env: Record<string, string>
  token: string
  /** Those that are complete; a test may change them. */
  artifacts: FakeArtifact[]
  /** `METHOD /path`, in the order of arrival. */
  requests: string[]
  /** What is uploaded from now on is of this run, or of its next attempt. Each has its names to itself. */
  startRun(run: UploadingRun): void
  /** Answers requests that the pattern is found in with this status. */
  refuse(request: RegExp, status: number, times?: number): void
  clearFaults(): void
  /** Called with `METHOD /path` before the answer. */
  onRequest: (request: string) => void
  close(): Promise<void>
}

export interface FakeArtifactsOptions {
  repository: string
  now?: () => Date
}

const repositoryId = 1234
const service = '/twirp/github.actions.results.api.v1.ArtifactService/'

interface Upload {
  name: string
  attempt: string
  run: Required<UploadingRun>
  expiresAt: Date | undefined
  contentType: string
  blocks: Map<string, Buffer>
  content: Buffer
  artifact: FakeArtifact | undefined
}

interface Reply {
  status: number
  body?: string | Buffer
  headers?: Record<string, string>
}

/**
 * GitHub's service for artifacts, the storage behind it, and the two routes of the REST API that find and download
 * one: what the real @actions/artifact needs.
 */
export async function startFakeArtifacts(options: FakeArtifactsOptions): Promise<FakeArtifacts> {
  const { repository, now = () => new Date() } = options
  const token = 'ghs_artifacts'
  const artifacts: FakeArtifact[] = []
  const requests: string[] = []
  const uploads = new Map<string, Upload>()
  const leaks: unknown[] = []
  let faults: { request: RegExp; status: number; times: number }[] = []
  let run: Required<UploadingRun> = { runId: 1, headSha: 'a'.repeat(40), headRepositoryId: repositoryId }
  let attempt: string = randomUUID()
  let lastId = 1000

  const json = (body: unknown, status = 200): Reply => ({
    status,
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  })
  const blobUrl = (blob: string): string => `${endpoint}/results/container/${blob}?sig=signature-of-${blob}`
  const uploadNamed = (name: unknown): [string, Upload] | undefined =>
    [...uploads].find(([, upload]) => upload.name === name && upload.attempt === attempt)

  const twirp: Record<string, (request: Record<string, unknown>) => Reply> = {
    CreateArtifact({ name, expires_at, mime_type }) {
      if (uploadNamed(name) !== undefined)
        return json({ msg: 'an artifact with this name already exists on the workflow run' }, 409)
      const blob = randomUUID()
      uploads.set(blob, {
        ...{ name: String(name), attempt, run, contentType: String(mime_type), blocks: new Map() },
        ...{ content: Buffer.alloc(0), artifact: undefined },
        expiresAt: typeof expires_at === 'string' ? new Date(expires_at) : undefined,
      })
      return json({ ok: true, signed_upload_url: blobUrl(blob) })
    },
    FinalizeArtifact({ name, size, hash }) {
      const [, upload] = uploadNamed(name) ?? []
      if (upload === undefined) return json({ msg: 'no such artifact' }, 404)
      if (size !== String(upload.content.length) || hash !== digestOf(upload.content))
        return json({ msg: 'another size or hash was uploaded' }, 400)
      const createdAt = now()
      const ninetyDays = new Date(createdAt.getTime() + 90 * 86_400_000)
      const id = (lastId += 1)
      const { content, run: ofRun, expiresAt = ninetyDays } = upload
      const digest = digestOf(content)
      upload.artifact = {
        ...{ id, name: upload.name, createdAt, expiresAt, isExpired: false, content, digest },
        ...ofRun,
      }
      artifacts.push(upload.artifact)
      return json({ ok: true, artifact_id: String(id) })
    },
    ListArtifacts({ name_filter, id_filter }) {
      const found = [...uploads.values()]
        .filter((upload) => upload.attempt === attempt && upload.artifact !== undefined)
        .filter(({ name }) => name_filter === undefined || name === name_filter)
        .filter(({ artifact }) => id_filter === undefined || String(artifact?.id) === id_filter)
      return json({
        artifacts: found.map(({ name, artifact }) => ({
          workflow_run_backend_id: attempt,
          workflow_job_run_backend_id: 'job',
          database_id: String(artifact?.id),
          name,
          size: String(artifact?.content.length),
          created_at: artifact?.createdAt.toISOString(),
        })),
      })
    },
    GetSignedArtifactURL({ name }) {
      const [blob] = uploadNamed(name) ?? []
      return blob === undefined ? json({ msg: 'not found' }, 404) : json({ signed_url: blobUrl(blob) })
    },
    DeleteArtifact({ name }) {
      const [blob, upload] = uploadNamed(name) ?? []
      if (blob === undefined || upload?.artifact === undefined) return json({ msg: 'not found' }, 404)
      uploads.delete(blob)
      artifacts.splice(artifacts.indexOf(upload.artifact), 1)
      return json({ ok: true, artifact_id: String(upload.artifact.id) })
    },
  }

  /** As Azure's client sends it: blocks, then their list. */
  function storage(method: string, blob: string, query: URLSearchParams, body: Buffer): Reply {
    const upload = uploads.get(blob)
    if (upload === undefined || query.get('sig') !== `signature-of-${blob}`) return { status: 403 }
    if (method === 'PUT' && query.get('comp') === 'block') {
      upload.blocks.set(query.get('blockid') ?? '', body)
      return { status: 201 }
    }
    if (method === 'PUT' && query.get('comp') === 'blocklist') {
      const ids = [...body.toString().matchAll(/<Latest>(.*?)<\/Latest>/g)].map(([, id = '']) => id)
      upload.content = Buffer.concat(ids.map((id) => upload.blocks.get(id) ?? Buffer.alloc(0)))
      return { status: 201 }
    }
    if (method !== 'GET' || upload.artifact === undefined) return { status: 405 }
    const headers = {
      'content-type': upload.contentType,
      'content-disposition': `attachment; filename="${upload.name}"`,
    }
    return { status: 200, body: upload.artifact.content, headers }
  }

  function rest(path: string, query: URLSearchParams): Reply {
    if (path === '') {
      const named = artifacts.filter(({ name }) => name === query.get('name')).toReversed()
      const size = Number(query.get('per_page') ?? 30)
      const start = (Number(query.get('page') ?? 1) - 1) * size
      return json({
        total_count: named.length,
        artifacts: named.slice(start, start + size).map(artifactJson),
      })
    }
    const id = Number(/^\/(\d+)\/zip$/.exec(path)?.[1])
    const [blob, upload] = [...uploads].find(([, { artifact }]) => artifact?.id === id) ?? []
    if (blob === undefined || upload?.artifact === undefined) return json({ message: 'Not Found' }, 404)
    if (upload.artifact.isExpired) return json({ message: 'Artifact has expired' }, 410)
    return { status: 302, headers: { location: blobUrl(blob) } }
  }

  function artifactJson(artifact: FakeArtifact): Record<string, unknown> {
    const { id, name, content, digest, isExpired, createdAt, expiresAt } = artifact
    const { runId, headSha, headRepositoryId } = artifact
    const url = `${endpoint}/repos/${repository}/actions/artifacts/${id}`
    return {
      ...{ id, node_id: `A_${id}`, name, size_in_bytes: content.length, url },
      archive_download_url: `${url}/zip`,
      expired: isExpired,
      created_at: createdAt.toISOString(),
      expires_at: expiresAt.toISOString(),
      updated_at: createdAt.toISOString(),
      digest,
      workflow_run: {
        ...{ id: runId, repository_id: repositoryId, head_repository_id: headRepositoryId },
        ...{ head_branch: 'change', head_sha: headSha },
      },
    }
  }

  function reply(request: IncomingMessage, url: URL, body: Buffer): Reply {
    const { method = 'GET', headers } = request
    const fault = faults.find((each) => each.times > 0 && each.request.test(`${method} ${url.pathname}`))
    if (fault !== undefined) {
      fault.times -= 1
      return json({ msg: 'A fault, as the test ordered.', message: 'As the test ordered.' }, fault.status)
    }
    if (url.pathname.startsWith(service)) {
      if (headers.authorization !== `Bearer ${runtimeToken(attempt)}`) return json({ msg: 'who?' }, 401)
      const call = twirp[url.pathname.slice(service.length)]
      return call?.(JSON.parse(body.toString()) as Record<string, unknown>) ?? json({ msg: 'what?' }, 404)
    }
    const blob = /^\/results\/container\/([\w-]+)$/.exec(url.pathname)?.[1]
    if (blob !== undefined) return storage(method, blob, url.searchParams, body)
    const path = `/repos/${repository}/actions/artifacts`
    if (method !== 'GET' || !url.pathname.startsWith(path)) return json({ message: 'Not Found' }, 404)
    if (headers.authorization !== `token ${token}`) return json({ message: 'Bad credentials' }, 401)
    return rest(url.pathname.slice(path.length), url.searchParams)
  }

  const server = createServer((request, response) => {
    readBody(request)
      .then((body) => {
        const url = new URL(request.url ?? '/', endpoint)
        try {
          expectNoLeak(
            `in ${String(request.method)} ${url.pathname}`,
            bytesOfRequest(request, body.toString('latin1')),
            [token],
          )
        } catch (error) {
          leaks.push(error)
        }
        requests.push(`${request.method} ${url.pathname}`)
        fake.onRequest(`${request.method} ${url.pathname}`)
        send(response, reply(request, url, body))
      })
      .catch(() => response.destroy())
  })
  server.keepAliveTimeout = 0
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const env = {
    ACTIONS_RUNTIME_TOKEN: runtimeToken(attempt),
    ACTIONS_RESULTS_URL: `${endpoint}/`,
    GITHUB_API_URL: endpoint,
    GITHUB_SERVER_URL: 'https://github.com',
  }

  const fake: FakeArtifacts = {
    ...{ endpoint, env, token, artifacts, requests },
    onRequest: () => undefined,
    startRun(next) {
      run = { headRepositoryId: repositoryId, ...next }
      attempt = randomUUID()
      env.ACTIONS_RUNTIME_TOKEN = runtimeToken(attempt)
    },
    refuse(request, status, times = 1) {
      faults.push({ request, status, times })
    },
    clearFaults() {
      faults = []
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
      if (leaks.length > 0) throw leaks[0]
    },
  }
  return fake
}

function digestOf(content: Buffer): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`
}

/** The client takes its IDs from the token's scope and leaves the signature to the service. */
function runtimeToken(attempt: string): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const scp = `Actions.GenericRead:00000000 Actions.Results:${attempt}:job`
  return `${part({ alg: 'none', typ: 'JWT' })}.${part({ scp })}.signature`
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

function send(response: ServerResponse, { status, body = '', headers = {} }: Reply): void {
  response.writeHead(status, { 'content-length': Buffer.byteLength(body), ...headers })
  response.end(body)
}
