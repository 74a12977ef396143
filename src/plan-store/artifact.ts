import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DefaultArtifactClient } from '@actions/artifact'
import { within } from '../backend/request.ts'
import { messageFromError } from '../errors.ts'
import type { FoundArtifact } from '../github/artifacts.ts'
import { isRefusal, splitRepository, statusOfError } from '../github/client.ts'
import { shortCommit } from '../plan/git-id.ts'
import { maxBundleBytes, parseBundle, renderBundle } from '../plan/plan-bundle.ts'
import type { PlanEntry, PlanReading, PlanStore } from '../plan/plan-store.ts'
import { requestIdOf, selectorOf } from '../plan/reviewed-plan.ts'
import { sha256 } from '../plan/sha256.ts'
import { plainLine } from '../report/plain-text.ts'
import { createWrapping } from './artifact-wrapping.ts'

type Environment = Readonly<Record<string, string | undefined>>

export interface ArtifactPlanStoreOptions {
  readonly stateAddress: string
  /** Without one the artifacts are as readable as the repository. */
  readonly passphrase: string | undefined
  readonly retentionDays: number
  readonly tempDirectory: string
  /** `owner/name` */
  readonly repository: string
  /** With `actions: read`; only a store that is read from needs it. */
  readonly githubToken: string | undefined
  readonly env: Environment
  /** The artifacts of the repository with exactly this name. */
  readonly findArtifacts: (name: string, signal?: AbortSignal) => Promise<readonly FoundArtifact[]>
}

/** A run may make this many plans of one state. */
const maxPlansOfRun = 10
/** Newest first; an older one is of no use, since a newer one of its request counts. */
const maxPlansRead = 10

/** Whether this runner can upload artifacts: an Enterprise Server has no service that @actions/artifact can use. */
export function hasArtifactService(env: Environment): boolean {
  return whyNoService(env) === undefined
}

/**
 * The plans of one state as artifacts of the workflow runs that made them; `lockstep-plan-<hash of the state's
 * address>-<commit>`, and with `-2`, `-3` … where one run makes several: a run has each name once, and GitHub's API
 * finds exact names only. The file is uploaded as it is and never unpacked.
 *
 * Whoever may run a workflow in the repository can upload such an artifact, and any job of a run can replace the run's
 * own. With a passphrase nobody else can make one that opens. Without it there is no secret that all plans of the state
 * could share: each travels with a key of its own, which proves nothing.
 */
export function createArtifactPlanStore(options: ArtifactPlanStoreOptions): PlanStore {
  const { stateAddress, repository, tempDirectory, env, retentionDays } = options
  const wrapping = createWrapping(stateAddress, options.passphrase)
  const baseName = `lockstep-plan-${sha256(stateAddress).slice(0, 16)}`
  const nameOf = (commit: string, ordinal = 1): string =>
    ordinal === 1 ? `${baseName}-${commit}` : `${baseName}-${commit}-${String(ordinal)}`
  const readings = new Map<string, PlanReading>()

  const download = async (artifact: FoundArtifact, signal?: AbortSignal): Promise<Buffer | undefined> => {
    const { owner, repo } = splitRepository(repository)
    const findBy = {
      token: options.githubToken ?? '',
      workflowRunId: artifact.runId ?? 0,
      repositoryOwner: owner,
      repositoryName: repo,
    }
    const expectedHash = artifact.digest === undefined ? {} : { expectedHash: artifact.digest }
    return await withFolder(tempDirectory, async (path) => {
      const client = await createClient()
      const { digestMismatch } = await within(
        async () =>
          await client.downloadArtifact(artifact.id, { path, findBy, skipDecompress: true, ...expectedHash }),
        signal,
      )
      const [file] = await readdir(path)
      return digestMismatch === true || file === undefined ? undefined : await readFile(join(path, file))
    })
  }

  const readArtifact = async (
    artifact: FoundArtifact,
    commit: string,
    signal?: AbortSignal,
  ): Promise<PlanReading> => {
    if (artifact.isExpired) return refused('it has expired')
    if (artifact.sizeBytes > maxBundleBytes) return refused('it is too large to be a plan')
    let content: Buffer | undefined
    try {
      content = await download(artifact, signal)
    } catch (error) {
      if ([404, 410].includes(statusOfError(error) ?? 0)) return refused('it is gone')
      throw failure(error, `The artifact ${String(artifact.id)} of ${repository} could not be read`, signal)
    }
    if (content === undefined) return refused('it is not what was uploaded')
    const unwrapped = await wrapping.unwrap(content)
    if (unwrapped.kind === 'refused') return unwrapped
    const reading = parseBundle(unwrapped.bundle, unwrapped.key)
    if (reading.kind === 'refused') return reading
    const { record } = reading.plan
    if (record.commit !== commit || record.stateAddress !== stateAddress)
      return refused('it is the plan of another commit or state')
    if (record.run?.runId !== artifact.runId) return refused('it is a copy that another run has uploaded')
    return reading
  }

  const find = async (commit: string, signal?: AbortSignal): Promise<readonly FoundArtifact[]> => {
    const found: FoundArtifact[] = []
    for (let ordinal = 1; ordinal <= maxPlansOfRun; ordinal += 1) {
      const named = await options.findArtifacts(nameOf(commit, ordinal), signal)
      if (named.length === 0) break
      found.push(...named)
    }
    return found
      .filter(
        ({ headRepositoryId, repositoryId }) =>
          repositoryId !== undefined && headRepositoryId === repositoryId,
      )
      .sort((a, b) => b.createdAt - a.createdAt || b.id - a.id)
      .slice(0, maxPlansRead)
  }

  const list: PlanStore['list'] = async (commit, signal) => {
    const noService = whyNoServer(env)
    if (noService !== undefined) throw new Error(noService)
    const artifacts = await find(commit, signal).catch((error: unknown) => {
      throw failure(error, `The artifacts of ${repository} could not be listed`, signal)
    })
    const entries: PlanEntry[] = []
    for (const artifact of artifacts) {
      const id = String(artifact.id)
      const reading = readings.get(id) ?? (await readArtifact(artifact, commit, signal))
      readings.set(id, reading)
      if (reading.kind === 'refused') {
        if (entries.length > 0) break
        // Which request it is for is not known, so an older one may be the very plan that it has replaced.
        throw new Error(
          `The newest plan of commit ${shortCommit(commit)} can't be used, since ${reading.reason}: the artifact ${id} of run ${String(artifact.runId)}`,
        )
      }
      const { request, planFileDigest } = reading.plan.record
      const told = { selector: selectorOf(request), requestId: requestIdOf(request), planFileDigest }
      entries.push({ id, storedAt: artifact.createdAt, ...told, runId: artifact.runId })
    }
    return entries
  }

  return {
    kind: 'artifact',
    placeOf: (commit) => `the artifacts of ${repository} with the name ${nameOf(commit)}`,
    readKey: async () => await wrapping.readKey(),
    findKey: async () => await wrapping.readKey(),
    async put(plan, key, signal) {
      const noService = whyNoService(env)
      if (noService !== undefined) throw new Error(noService)
      const content = await wrapping.wrap(renderBundle(plan, key), key)
      await withFolder(tempDirectory, async (folder) => {
        for (let ordinal = 1; ordinal <= maxPlansOfRun; ordinal += 1) {
          const name = nameOf(plan.record.commit, ordinal)
          if (await upload(folder, name, content, retentionDays, signal)) return
        }
        throw new Error(`This run has ${String(maxPlansOfRun)} plans of this state and commit already`)
      })
    },
    list,
    async read(commit, { id }, _key, signal) {
      if (!readings.has(id)) await list(commit, signal)
      return readings.get(id) ?? refused('it is gone')
    },
    ledger: undefined,
  }
}

/** `false`: this run has an artifact of this name already. */
async function upload(
  folder: string,
  name: string,
  content: Buffer,
  retentionDays: number,
  signal?: AbortSignal,
): Promise<boolean> {
  const file = join(folder, name)
  await writeFile(file, content, { mode: 0o600, flag: 'wx' })
  try {
    const client = await createClient()
    await within(
      async () => await client.uploadArtifact(name, [file], folder, { retentionDays, skipArchive: true }),
      signal,
    )
    return true
  } catch (error) {
    if (/\(409\)/.test(messageFromError(error))) return false
    throw failure(error, `The artifact ${name} could not be uploaded`, signal)
  } finally {
    await rm(file, { force: true })
  }
}

/** It takes some 200 ms to load, and writes what it does to the log. */
async function createClient(): Promise<DefaultArtifactClient> {
  const { DefaultArtifactClient } = await import('@actions/artifact')
  return new DefaultArtifactClient()
}

/** A folder that only its owner can read, for the length of `use`. */
async function withFolder<T>(tempDirectory: string, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tempDirectory, 'lockstep-artifact-'))
  try {
    return await use(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function whyNoService(env: Environment): string | undefined {
  const missing = ['ACTIONS_RUNTIME_TOKEN', 'ACTIONS_RESULTS_URL'].filter((name) => (env[name] ?? '') === '')
  if (missing.length === 0) return whyNoServer(env)
  return `This runner has no service for artifacts: ${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} not set`
}

/** The same test as in @actions/artifact (`isGhes`), which would put its refusal into the log as a warning. */
function whyNoServer(env: Environment): string | undefined {
  const server = env['GITHUB_SERVER_URL'] ?? ''
  const host = URL.canParse(server) ? new URL(server).hostname : 'github.com'
  return host === 'github.com' || /\.(?:ghe\.com|localhost)$/.test(host)
    ? undefined
    : `GitHub Enterprise Server (${plainLine(host)}) has no artifact service that Lockstep can use`
}

function refused(reason: string): { readonly kind: 'refused'; readonly reason: string } {
  return { kind: 'refused', reason }
}

function failure(error: unknown, what: string, signal: AbortSignal | undefined): unknown {
  // Who has cancelled needs no sentence about GitHub.
  if (signal?.aborted === true) return error
  const isTimeout = error instanceof Error && error.name === 'TimeoutError'
  const reason = isTimeout ? 'GitHub did not answer in time' : plainLine(messageFromError(error), 300)
  const isDenied = isRefusal(error) && [401, 403, 404].includes(statusOfError(error) ?? 0)
  const hint = isDenied ? '. The job needs `permissions: actions: read`' : ''
  return new Error(`${what}: ${reason.replace(/\.$/, '')}${hint}`)
}
