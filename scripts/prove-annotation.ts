/**
 * Proves that an annotation never brings a lock back: two annotators write without a pause while Terraform plans, and
 * after each plan the lock must be gone. Usage: node scripts/prove-annotation.ts [plans a store]
 */
import { setTimeout as sleep } from 'node:timers/promises'

import { s3ConfigFor } from '../__tests__/support/backend-config.ts'
import { startDynalite } from '../__tests__/support/dynalite.ts'
import { startEmbeddedS3 } from '../__tests__/support/embedded-s3.ts'
import { motoIsAvailable, startMoto } from '../__tests__/support/moto.ts'
import { createProject, resource, s3Backend } from '../__tests__/support/terraform-project.ts'
import { resolveBackend } from '../src/backend/resolve.ts'
import type { StateLock } from '../src/lock/lock-reading.ts'
import { systemClock } from '../src/runner/system.ts'

interface Store {
  readonly name: string
  readonly s3: string
  readonly dynamodb?: string
  readonly useLockfile: boolean
  close(): Promise<void>
}

const table = 'locks'
const annotators = 2

async function onEmbedded(useLockfile: boolean, hasTable: boolean, versioned: boolean): Promise<Store> {
  const s3 = await startEmbeddedS3({ buckets: ['tfstate'], versioned })
  const dynamodb = hasTable ? await startDynalite() : undefined
  await dynamodb?.createLockTable(table)
  const parts = [useLockfile ? 'S3' : '', hasTable ? 'DynamoDB' : '', versioned ? '(versions)' : '']
  return {
    name: `embedded ${parts.filter((part) => part !== '').join(' ')}`,
    s3: s3.endpoint,
    ...(dynamodb === undefined ? {} : { dynamodb: dynamodb.endpoint }),
    useLockfile,
    async close() {
      await s3.close()
      await dynamodb?.close()
    },
  }
}

async function onMoto(useLockfile: boolean, hasTable: boolean): Promise<Store> {
  const { endpoint, createBucket, createLockTable, close } = await startMoto()
  await createBucket('tfstate', { versioned: true })
  await createLockTable(table)
  const parts = [useLockfile ? 'S3' : '', hasTable ? 'DynamoDB' : ''].filter((part) => part !== '')
  return {
    name: `moto ${parts.join(' ')}`,
    s3: endpoint,
    ...(hasTable ? { dynamodb: endpoint } : {}),
    useLockfile,
    close,
  }
}

function lockOf({ s3, dynamodb, useLockfile }: Store): StateLock {
  const { bucket, statePath, endpoints } = s3ConfigFor(s3)
  const config = {
    bucket,
    key: statePath,
    region: 'us-east-1',
    endpoints: { ...endpoints, dynamodb },
    use_path_style: true,
    use_lockfile: useLockfile,
    dynamodb_table: dynamodb === undefined ? null : table,
    access_key: 'test',
    secret_key: 'test',
  }
  const places = { env: {}, clock: systemClock, workingDirectory: '/', workspaceRoot: '/' }
  return resolveBackend({ type: 's3', config, hash: 0 }, 'default', places).lock
}

interface Counts {
  annotated: number
  gone: number
  refused: number
  /** Plans that failed. */
  failed: number
  /**
   * Of those, the ones that were refused the lock that they had just made: the answer to Terraform's PutItem was lost,
   * its SDK asked again, and the item stays (moto drops a connection now and then).
   */
  ownLockMet: number
  /** Locks that were there after the plan that had given them back. */
  resurrected: number
}

async function prove(store: Store, plans: number): Promise<Counts> {
  const counts: Counts = { annotated: 0, gone: 0, refused: 0, failed: 0, ownLockMet: 0, resurrected: 0 }
  const { s3, dynamodb, useLockfile } = store
  const block = { s3, useLockfile, ...(dynamodb === undefined ? {} : { dynamodb, table }) }
  const project = createProject(s3Backend(block), resource('a', '"red"'))
  await project.terraform(['init', '-input=false'])
  const over = new AbortController()
  const isOver = (): boolean => over.signal.aborted
  const ofEarlierPlans = new Set<string>()
  const ofThisPlan = new Set<string>()

  const annotate = async (name: number): Promise<void> => {
    const lock = lockOf(store)
    for (let count = 0; !isOver(); count += 1) {
      const reading = await lock.read()
      if (reading.kind !== 'held') continue
      if (!ofEarlierPlans.has(reading.holder.lockId)) ofThisPlan.add(reading.holder.lockId)
      const end = await lock.annotate(reading.holder.lockId, `lockstep ${name} ${count}`)
      counts[end.kind] += 1
    }
  }
  const working = Array.from({ length: annotators }, (_, name) => annotate(name))
  const witness = lockOf(store)
  for (let plan = 0; plan < plans; plan += 1) {
    const isPlanned = await project.terraform(['plan', '-input=false', '-lock-timeout=0s']).then(
      () => true,
      () => false,
    )
    if (!isPlanned) counts.failed += 1
    // Also a write that was on its way when Terraform gave the lock back has arrived by then.
    await sleep(20)
    const reading = await witness.read()
    if (reading.kind === 'held') {
      const { lockId } = reading.holder
      if (isPlanned || ofEarlierPlans.has(lockId)) counts.resurrected += 1
      else counts.ownLockMet += 1
      // It fails for an item without its lock file, which it removes all the same.
      await project.terraform(['force-unlock', '-force', lockId]).catch(() => undefined)
    }
    for (const lockId of ofThisPlan) ofEarlierPlans.add(lockId)
    ofThisPlan.clear()
  }
  over.abort()
  await Promise.all(working)
  project.dispose()
  return counts
}

const plans = Number(process.argv[2] ?? 50)
const openers = [
  () => onEmbedded(true, false, false),
  () => onEmbedded(true, false, true),
  () => onEmbedded(false, true, false),
  () => onEmbedded(true, true, false),
  ...((await motoIsAvailable())
    ? [() => onMoto(true, false), () => onMoto(false, true), () => onMoto(true, true)]
    : []),
]
for (const open of openers) {
  const store = await open()
  const counts = await prove(store, plans)
  await store.close()
  const figures = Object.entries(counts).map(([what, count]) => `${what} ${String(count)}`)
  console.log(`${store.name}: ${plans} plans, ${figures.join(', ')}`)
  if (counts.resurrected > 0 || counts.failed > counts.ownLockMet) process.exitCode = 1
}
process.exit()
