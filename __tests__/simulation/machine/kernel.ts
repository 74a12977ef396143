import { AsyncLocalStorage } from 'node:async_hooks'
import type { Random } from '../../../src/clock.ts'
import { seededRandom } from '../../support/fake-clock.ts'
import { createHeap, type Heap } from '../heap.ts'
import type { Machine, Process } from './machine.ts'

/**
 * One world: its time, its chances, and who is at work in it. There is one at a time in this process, since what stands
 * in for Node's own modules has nobody to be handed it by.
 */
export interface Kernel {
  readonly seed: number
  /** Milliseconds since the start. */
  elapsed: number
  readonly events: Heap<Event>
  order: number
  /** Lines of what happened; undefined: nobody reads them. */
  readonly trace: string[] | undefined
  nextPid: number
}

interface Event {
  readonly at: number
  readonly order: number
  /** Whose it is: it does not come about when that process is dead, and late when its machine stands still. */
  readonly process: Process | undefined
  fire: (() => void) | undefined
}

export const wallTimeAtStart = Date.parse('2026-08-22T10:12:12Z')

const runningAs = new AsyncLocalStorage<Process | undefined>()
let kernel: Kernel = newKernel(0, false)

function newKernel(seed: number, isTraced: boolean): Kernel {
  return {
    seed,
    elapsed: 0,
    events: createHeap<Event>((a, b) => a.at - b.at || a.order - b.order),
    order: 0,
    trace: isTraced ? [] : undefined,
    nextPid: 1000,
  }
}

export function startKernel(seed: number, isTraced: boolean): Kernel {
  kernel = newKernel(seed, isTraced)
  return kernel
}

export function elapsed(): number {
  return kernel.elapsed
}

export function newPid(): number {
  kernel.nextPid += 1
  return kernel.nextPid
}

export function currentProcess(): Process {
  const process = runningAs.getStore()
  if (process === undefined) throw new Error('no process is at work')
  return process
}

export function runAs<T>(process: Process, run: () => T): T {
  return runningAs.run(process, run)
}

/** Chances of its own for each name, so that one actor's do not depend on what the others do. */
export function randomOf(name: string): Random {
  let hash = Math.imul(kernel.seed + 1, 0x9e3779b1)
  for (let at = 0; at < name.length; at += 1) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193)
  return seededRandom(hash ^ (hash >>> 15))
}

export function note(text: string, process = runningAs.getStore()): void {
  if (kernel.trace === undefined) return
  kernel.trace.push(`${(kernel.elapsed / 1000).toFixed(3).padStart(9)}  ${process?.name ?? 'world'}: ${text}`)
}

export function isTraced(): boolean {
  return kernel.trace !== undefined
}

/** `process` undefined: it comes about whoever is dead. Returns what calls it off. */
export function schedule(ms: number, process: Process | undefined, fire: () => void): () => void {
  kernel.order += 1
  const event: Event = { at: kernel.elapsed + Math.max(0, ms), order: kernel.order, process, fire }
  kernel.events.push(event)
  return () => {
    event.fire = undefined
  }
}

/** As long as the process that sleeps is alive; one that is dead sleeps for ever. */
export async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  const process = currentProcess()
  if (!process.isRunning) await forever()
  if (signal?.aborted === true) return
  await new Promise<void>((resolve) => {
    const wake = (): void => {
      cancel()
      signal?.removeEventListener('abort', wake)
      if (process.isRunning) resolve()
    }
    const cancel = schedule(ms, process, wake)
    signal?.addEventListener('abort', wake)
  })
}

export async function forever(): Promise<never> {
  return await new Promise<never>(() => undefined)
}

/** Once whoever was woken has come as far as it can. */
async function nextTurn(): Promise<void> {
  await new Promise<void>((resolve) => {
    setImmediate(resolve)
  })
}

/** Lets time pass until nothing is to happen any more, or until `untilMs`. */
export async function run(untilMs: number): Promise<void> {
  const { events } = kernel
  await nextTurn()
  for (let next = events.first(); next !== undefined && next.at <= untilMs; next = events.first()) {
    events.shift()
    const { fire, process } = next
    if (fire === undefined || process?.isRunning === false) continue
    const thawsAt = process === undefined ? 0 : thawTime(process.machine)
    if (thawsAt > next.at) {
      events.push({ ...next, at: thawsAt, fire })
      continue
    }
    kernel.elapsed = next.at
    fire()
    await nextTurn()
  }
}

function thawTime({ frozenUntil }: Machine): number {
  return frozenUntil
}
