import type { Clock } from '../../src/clock.ts'
import { noCoreLogFacts } from '../../src/lock/core-log.ts'
import { holderFromInfo } from '../../src/lock/lock-holder.ts'
import { parseLockInfo } from '../../src/lock/lock-info.ts'
import type { StateLock } from '../../src/lock/lock-reading.ts'
import { createRunFacts, parseStreamLine } from '../../src/plan/run-facts.ts'
import type { Terraform } from '../../src/terraform/terraform.ts'
import type { SimulatedStore } from './simulated-store.ts'

export const statePath = 'app/terraform.tfstate'
export const lockKey = `${statePath}.tflock`
export const turnKey = `.lockstep/turns/${statePath}`
export const lockPath = `tfstate/${statePath}`

export interface TerraformModel {
  readonly clock: Clock
  readonly store: SimulatedStore
  /** From its start until it asks for the lock. */
  readonly startMs: () => number
  /** From the lock that it has until it gives it back. */
  readonly holdMs: () => number
  readonly newLockId: () => string
  readonly onStart: () => void
}

/** What it still does without its lock. */
const endMs = 40

/** A Terraform that knows no waiting (`-lock-timeout=0s`), as the product starts it. */
export function simulatedTerraform(model: TerraformModel): Pick<Terraform, 'runLocked'> {
  const { clock } = model
  return {
    async runLocked({ beforeStart, onStart, onLine, onLocked }) {
      const startedAt = Math.floor(clock.now() / 1000) * 1000
      beforeStart?.({ outputFile: '', logFile: '', startedAt })
      const { promise: ended } = Promise.withResolvers<never>()
      // No process has this number.
      onStart({ pid: 2 ** 30, ended, interrupt: () => undefined })
      const collected = createRunFacts()
      const tell = (event: object): void => {
        const line = parseStreamLine(JSON.stringify({ '@level': 'info', '@message': '', ...event }))
        collected.add(line)
        onLine(line)
      }
      const runEnd = {
        ...{ signal: null, groupIsGone: true, startedAt, emergencyState: undefined },
        discardFiles: () => Promise.resolve(),
      }
      model.onStart()
      await clock.sleep(model.startMs())
      tell({ type: 'version', terraform: '1.11.4' })
      const lockId = model.newLockId()
      const refusal = await tryLock(model, lockId)
      if (refusal !== undefined) {
        tell({ type: 'diagnostic', diagnostic: { severity: 'error', ...refusal } })
        await clock.sleep(endMs)
        const coreLog = { ...noCoreLogFacts, attempted: [lockId] }
        return { ...runEnd, exitCode: 1, facts: collected.facts(), coreLog }
      }
      onLocked?.(lockId)
      await holdAndRelease(model)
      tell({ type: 'change_summary', changes: { operation: 'plan', add: 1, change: 0, remove: 0 } })
      await clock.sleep(endMs)
      const ids = [lockId]
      const coreLog = { attempted: ids, locked: ids, unlockTried: ids, unlocked: ids }
      return { ...runEnd, exitCode: 2, facts: collected.facts(), coreLog }
    },
  }
}

/**
 * A Terraform that waits by itself (`LockWithContext` in internal/states/statemgr/locker.go): 1 s, doubling to 16 s. It
 * ends at once where the lock is gone by the time it looks who holds it.
 */
export async function runBareTerraform(
  model: TerraformModel,
  lockTimeoutMs: number,
): Promise<'served' | 'failed'> {
  const { clock } = model
  model.onStart()
  await clock.sleep(model.startMs())
  const end = clock.monotonic() + lockTimeoutMs
  const lockId = model.newLockId()
  for (let delayMs = 1000; ; delayMs = Math.min(16_000, delayMs * 2)) {
    const refusal = await tryLock(model, lockId)
    if (refusal === undefined) break
    const isTriedAgain = refusal.detail.includes('Lock Info:') && clock.monotonic() + delayMs < end
    if (!isTriedAgain) return 'failed'
    await clock.sleep(delayMs)
  }
  await holdAndRelease(model)
  await clock.sleep(endMs)
  return 'served'
}

/** The lock as the product reads it. */
export function simulatedLock(clock: Clock, store: SimulatedStore): StateLock {
  const unused = (): never => {
    throw new Error('no lock is left behind in this simulation')
  }
  return {
    async read() {
      const found = await store.get(lockKey)
      if (found === undefined) return { kind: 'free' }
      const holder = holderFromInfo(parseLockInfo(found.body), clock.now())
      return { kind: 'held', holder, version: { etag: found.etag } }
    },
    remove: unused,
    take: unused,
    annotate: unused,
  }
}

export function simulatedLockJson(id: string, now: number): string {
  const who = { Operation: 'OperationTypeApply', Info: '', Who: 'runner@vm', Version: '1.11.4' }
  return JSON.stringify({ ID: id, ...who, Created: new Date(now).toISOString(), Path: lockPath })
}

interface Refusal {
  readonly summary: string
  readonly detail: string
}

/** PutObject with If-None-Match, and after a 412 a GetObject (`Lock` in internal/backend/remote-state/s3/client.go). */
async function tryLock({ clock, store }: TerraformModel, lockId: string): Promise<Refusal | undefined> {
  const json = simulatedLockJson(lockId, clock.now())
  if ((await store.put(lockKey, json, { IfNoneMatch: '*' })) !== undefined) return undefined
  const found = await store.get(lockKey)
  const refused =
    'Error message: operation error S3: PutObject, https response error StatusCode: 412, RequestID: 1, api error PreconditionFailed: it is there'
  const seen =
    found === undefined
      ? 'operation error S3: GetObject, https response error StatusCode: 404, RequestID: 2, NoSuchKey:'
      : lockInfoBlock(found.body)
  return { summary: 'Error acquiring the state lock', detail: `${refused}\n${seen}` }
}

/** `Unlock` reads the lock, compares its ID, and deletes it. */
async function holdAndRelease({ clock, store, holdMs }: TerraformModel): Promise<void> {
  await clock.sleep(holdMs())
  await store.get(lockKey)
  await store.remove(lockKey)
}

function lockInfoBlock(json: string): string {
  const { id, path, operation, who, version, created, info } = parseLockInfo(json)
  const go = `${created.slice(0, 10)} ${created.slice(11, -1)} +0000 UTC`
  return `Lock Info:\n  ID:        ${id}\n  Path:      ${path}\n  Operation: ${operation}\n  Who:       ${who}\n  Version:   ${version}\n  Created:   ${go}\n  Info:      ${info}`
}
