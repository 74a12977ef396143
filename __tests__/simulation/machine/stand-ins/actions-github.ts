// Stands in for @actions/github and Octokit's plug-ins: requests that the simulated GitHub serves, in virtual time.
import type { GitHubFault } from '../draw-github.ts'
import { GitHubError, type Answer, type Parameters } from '../github.ts'
import { currentProcess, elapsed, forever, note, randomOf, sleep } from '../kernel.ts'
import type { Machine, Process } from '../machine.ts'
import { theWorld } from '../world.ts'
import type { Job } from '../job.ts'

interface Options {
  readonly retry?: { readonly retries: number }
  readonly throttle?: {
    readonly onSecondaryRateLimit: (
      seconds: number,
      request: object,
      client: object,
      retries: number,
    ) => boolean
  }
}

type Plugin = 'retry' | 'throttling'
export const retry: Plugin = 'retry'
export const throttling: Plugin = 'throttling'

interface RequestParameters extends Parameters {
  readonly request?: { readonly signal?: AbortSignal; readonly retries?: number }
}
interface Octokit {
  readonly request: (route: string, parameters: RequestParameters) => Promise<Answer>
  readonly graphql: (query: string, parameters: RequestParameters) => Promise<unknown>
  readonly hook: { readonly before: () => void }
}

export function getOctokit(_token: string, options: Options, ...plugins: Plugin[]): Octokit {
  const isThrottled = plugins.includes(throttling)
  return {
    async request(route, { request = {}, ...parameters }) {
      const act = (by: Job): Answer => theWorld().github!.request(by, route, parameters)
      const method = route.split(' ', 1)[0] ?? ''
      if (isThrottled && method !== 'GET') await waitToWrite(route)
      const retries = request.retries ?? options.retry?.retries ?? 0
      const ask = async (): Promise<Answer> =>
        await tryAgain(retries, async () => await sendOnce(route, act, request.signal))
      try {
        return await ask()
      } catch (error) {
        const seconds = isThrottled ? secondsOfLimit(error) : undefined
        if (seconds === undefined || options.throttle?.onSecondaryRateLimit(seconds, {}, {}, 0) !== true)
          throw error
        await sleep(seconds * 1000)
        return await ask()
      }
    },
    async graphql(query, { request = {}, ...parameters }) {
      const name = `graphql ${query.slice(0, 24).replaceAll(/\W+/g, ' ').trim()}`
      const act = (by: Job): unknown => theWorld().github!.query(by, query, parameters)
      return await tryAgain(
        options.retry?.retries ?? 0,
        async () => await sendOnce(name, act, request.signal),
      )
    },
    hook: { before: () => undefined },
  }
}

/** @octokit/plugin-retry: these are refusals; it sleeps whatever the signal says. */
const neverRetried = [200, 304, 400, 401, 403, 404, 410, 422, 451]

async function tryAgain<T>(retries: number, ask: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await ask()
    } catch (error) {
      if (!(error instanceof GitHubError) || neverRetried.includes(error.status) || tries >= retries)
        throw error
      await sleep(1000 * (tries + 1) ** 2)
    }
  }
}

/** @octokit/plugin-throttling */
function secondsOfLimit(error: unknown): number | undefined {
  if (!(error instanceof GitHubError) || !/\bsecondary rate\b/i.test(error.message)) return undefined
  return Number(error.response?.headers['retry-after'] ?? 60)
}

const nextWrites = new WeakMap<Process, number>()

/** The same: 1 s between writes, and 3 s between those that people are notified of. */
async function waitToWrite(route: string): Promise<void> {
  const process = currentProcess()
  const at = Math.max(nextWrites.get(process) ?? 0, elapsed())
  nextWrites.set(process, at + (route.startsWith('POST') ? 3_000 : 1_000))
  if (at > elapsed()) await sleep(at - elapsed())
}

const chances = new WeakMap<Machine, () => number>()

function chancesOf(machine: Machine): () => number {
  const random = chances.get(machine) ?? randomOf(`${machine.name} and GitHub`)
  chances.set(machine, random)
  return random
}

async function sendOnce<T>(name: string, act: (by: Job) => T, signal?: AbortSignal): Promise<T> {
  const process = currentProcess()
  if (!process.isRunning) await forever()
  const { github, jobOn } = theWorld()
  const job = jobOn(process.machine)
  if (github === undefined || job === undefined) throw new Error('there is no GitHub in this world')
  const random = chancesOf(process.machine)
  const pause = async (ms: number): Promise<void> => {
    await sleep(ms, signal)
    if (signal?.aborted === true) {
      note(`${name}: aborted`)
      failed(job, name)
      throw new GitHubError(500, 'The operation was aborted due to timeout')
    }
  }
  await pause(0)
  const partedMs = process.machine.partitionedUntil - elapsed()
  const { drawn } = github
  const isHanging =
    drawn.hangs !== undefined && elapsed() >= drawn.hangs.fromMs && elapsed() < drawn.hangs.untilMs
  const fault = partedMs > 0 ? 'request-lost' : isHanging ? 'hang' : drawFault(drawn.faultRates, random)
  const ms = 60 + 200 * random()
  const refuse = (status: number, message: string, headers?: Record<string, string>): never => {
    note(`${name}: ${status} ${message}`)
    throw new GitHubError(status, message, headers)
  }
  if (fault !== undefined) {
    note(`(${fault})`)
    if (fault !== 'slow') failed(job, name)
  }
  switch (fault) {
    case 'hang':
      await pause(3_600_000)
      return refuse(500, 'other side closed')
    case 'request-lost':
      await pause(500 + 3_000 * random())
      return refuse(500, 'socket hang up')
    case 'error-before':
      await pause(ms)
      return refuse(502, 'Server Error', {})
    case 'forbidden':
      await pause(ms)
      return refuse(403, 'Resource not accessible by integration', {})
    case 'not-found':
      await pause(ms)
      return refuse(404, 'Not Found', {})
    case 'secondary-limit':
      await pause(ms)
      return refuse(403, 'You have exceeded a secondary rate limit.', {
        'retry-after': random() < 0.5 ? '5' : '60',
      })
    case 'too-many':
      await pause(ms)
      return refuse(429, 'Too many requests', { 'retry-after': '7' })
    case 'slow':
    case 'response-lost':
    case 'error-after':
    case undefined:
  }
  const allMs = fault === 'slow' ? 1_000 + 16_000 * random() ** 2 : ms
  await pause(allMs / 2)
  if (isDenied(drawn.denies, name)) refuse(403, 'Resource not accessible by integration', {})
  let answer: T
  try {
    answer = act(job)
  } catch (error) {
    await pause(allMs / 2)
    note(`${name}: ${String((error as GitHubError).status)}`)
    throw error
  }
  await pause(allMs / 2)
  if (fault === 'response-lost') refuse(500, 'read ECONNRESET')
  if (fault === 'error-after') refuse(502, 'Server Error', {})
  note(name)
  return answer
}

function failed(job: Job, name: string): void {
  job.githubFaults += 1
  if (name.includes('/compare/')) job.hasLostOrder = true
  const pullRequest = theWorld().github?.pullRequestOf(job)
  if (pullRequest !== undefined && /comments|viewer/.test(name)) pullRequest.hasLostAnswers = true
}

function drawFault(
  rates: Readonly<Partial<Record<GitHubFault, number>>>,
  random: () => number,
): GitHubFault | undefined {
  for (const [fault, rate] of Object.entries(rates)) if (random() < rate) return fault as GitHubFault
  return undefined
}

function isDenied(what: string, name: string): boolean {
  if (what === 'comments') return /^(?:POST|PATCH|DELETE) .*comments/.test(name)
  if (what === 'reviews') return name.startsWith('graphql query Reviews')
  return what === 'runs' && name.includes('/actions/')
}
