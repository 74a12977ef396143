import { currentProcess, forever, note, schedule, sleep } from './kernel.ts'
import type { Process } from './machine.ts'
import { theWorld } from './world.ts'

/** What a service answers that does not do what it was asked for, as the SDKs throw it. */
export class ServiceError extends Error {
  readonly $metadata: { readonly httpStatusCode?: number }

  constructor(name: string, status?: number, message = name) {
    super(message)
    this.name = name
    this.$metadata = status === undefined ? {} : { httpStatusCode: status }
  }
}

export interface Request<T> {
  readonly service: 's3' | 'dynamodb'
  readonly name: string
  readonly key: string
  readonly isConditional: boolean
  /** At one moment, in the store. */
  readonly act: () => T
}

export type Fault =
  'request-lost' | 'response-lost' | 'late' | 'error-after' | 'error-before' | 'conflict' | 'denied' | 'slow'

export const faults: readonly Fault[] = [
  'request-lost',
  'response-lost',
  'late',
  'error-after',
  'error-before',
  'conflict',
  'denied',
  'slow',
]

/** How often an SDK tries a request in all. */
export interface Retrying {
  readonly attempts: number
}

/** Sends a request as an SDK does: errors that may pass are tried again, whatever they have done. */
export async function send<T>(
  request: Request<T>,
  { attempts }: Retrying,
  abortSignal?: AbortSignal,
): Promise<T> {
  const by = currentProcess()
  if (!by.isRunning) await forever()
  const { random } = by.machine
  for (let tries = 1; ; tries += 1) {
    throwIfAborted(abortSignal)
    try {
      const answer = await sendOnce(by, request, abortSignal)
      note(`${request.name} ${request.key}`)
      return answer
    } catch (error) {
      const status = (error as ServiceError).$metadata.httpStatusCode
      note(`${request.name} ${request.key}: ${(error as Error).name} ${String(status ?? '')}`)
      if (abortSignal?.aborted === true || !mayPass(status) || tries >= attempts) throw error
      await sleep(random() * Math.min(20_000, 100 * 2 ** tries), abortSignal)
    }
  }
}

function mayPass(status: number | undefined): boolean {
  return status === undefined || status >= 500
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new ServiceError('AbortError', undefined, 'Request aborted')
}

async function sendOnce<T>(by: Process, request: Request<T>, signal?: AbortSignal): Promise<T> {
  const { machine } = by
  const { random } = machine
  const world = theWorld()
  const ms = random() < 0.01 ? 300 : 15 + 30 * random()
  const partedMs = machine.partitionedUntil - world.elapsed()
  if (partedMs > 0) {
    await sleep(Math.min(partedMs, 3_000), signal)
    throwIfAborted(signal)
    throw new ServiceError('TimeoutError', undefined, 'connect ETIMEDOUT')
  }
  const fault = world.faultOf(by, request)
  const pause = async (pauseMs: number): Promise<void> => {
    await sleep(pauseMs, signal)
    throwIfAborted(signal)
  }
  if (fault !== undefined) note(`(${fault})`)
  switch (fault) {
    case 'request-lost':
      await pause(500 + 4_000 * random())
      throw new ServiceError('TimeoutError', undefined, 'socket hang up')
    case 'late':
      schedule(200 + 2_300 * random(), undefined, () => {
        try {
          world.act(by, request.act, true)
        } catch {
          // Nobody hears of it.
        }
      })
      await pause(300 + 1_000 * random())
      throw new ServiceError('ECONNRESET', undefined, 'read ECONNRESET')
    case 'error-before':
      await pause(ms)
      throw new ServiceError('SlowDown', 503, 'Reduce your request rate.')
    case 'conflict':
      await pause(ms)
      throw new ServiceError('ConditionalRequestConflict', 409)
    case 'denied':
      await pause(ms)
      throw new ServiceError('AccessDenied', 403, 'Access Denied')
    case 'response-lost':
    case 'error-after':
    case 'slow':
    case undefined:
  }
  await pause(fault === 'slow' ? 1_000 + 13_000 * random() ** 2 : ms / 2)
  let answer: T
  try {
    answer = world.act(by, request.act, false)
  } catch (error) {
    await pause(ms / 2)
    throw error
  }
  await pause(ms / 2)
  if (fault === 'response-lost') throw new ServiceError('ECONNRESET', undefined, 'read ECONNRESET')
  if (fault === 'error-after') throw new ServiceError('InternalError', 500)
  return answer
}
