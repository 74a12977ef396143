import { note, schedule, sleep } from '../kernel.ts'
import { writeSimulatedFile, type Process } from '../machine.ts'
import { randomUUID } from '../stand-ins/crypto.ts'
import { lockPathOf, renderState, type State, type StateContent } from '../state.ts'
import { theWorld } from '../world.ts'
import { logLock, tell, tellError, work, type Diagnostic, type ProgramIo, type Running } from './io.ts'
import { freeLock, takeLock, type LockOwner } from './lock.ts'
import { runNested } from './nested.ts'
import { loadPlan, savePlan } from './plan-file.ts'
import { startProvider, type Provider } from './provider.ts'
import { readState, StateError, writeState } from './state-store.ts'

/** Parsed from the arguments of a `plan` or `apply`. */
interface Wanted {
  readonly operation: 'plan' | 'apply'
  readonly isLocking: boolean
  readonly outFile: string | undefined
  readonly planFile: string | undefined
}

const persistEveryMs = 20_000
const hardStopMs = 5_000

/** A `plan` or `apply` from its start to its exit code. */
export async function operate(process: Process, args: readonly string[], io: ProgramIo): Promise<number> {
  const job = theWorld().jobOn(process.machine)
  if (job === undefined) throw new Error('a Terraform without a job')
  const stopping = new AbortController()
  const running: Running = { process, job, io, stopped: stopping.signal, lockId: '' }
  const hardStop = interrupts(running, stopping)
  const last = args.at(-1) ?? ''
  const wanted: Wanted = {
    operation: args[0] === 'plan' ? 'plan' : 'apply',
    isLocking: args.includes('-lock=true'),
    outFile: args.find((arg) => arg.startsWith('-out='))?.slice('-out='.length),
    planFile: args[0] === 'apply' && !last.startsWith('-') ? last : undefined,
  }
  theWorld().ledger.started(process)
  await sleep(job.terraformStartMs)
  const version = job.engine === 'tofu' ? { tofu: '1.11.0' } : { terraform: '1.11.4' }
  tell(running, 'version', job.engine === 'tofu' ? 'OpenTofu 1.11.0' : 'Terraform 1.11.4', version)
  return await Promise.race([underLock(running, wanted), hardStop])
}

/** The first interrupt is passed on to what works; after a second one Terraform drops everything within 5 s. */
async function interrupts(running: Running, stopping: AbortController): Promise<number> {
  const { process } = running
  const { promise, resolve } = Promise.withResolvers<number>()
  let count = 0
  const interrupt = (): void => {
    count += 1
    if (count === 1) {
      tell(
        running,
        'log',
        '\nInterrupt received.\nPlease wait for Terraform to exit or data loss may occur.\nGracefully shutting down...\n',
      )
      stopping.abort()
    } else if (count === 2) {
      tell(
        running,
        'log',
        '\nTwo interrupts received. Exiting immediately. Note that data loss may have occurred.\n',
      )
      schedule(hardStopMs, process, () => {
        tellError(running, { summary: 'operation canceled' })
        resolve(1)
      })
    }
  }
  process.onSignal.set('SIGINT', [interrupt])
  process.onSignal.set('SIGTERM', [interrupt])
  return await promise
}

async function underLock(running: Running, wanted: Wanted): Promise<number> {
  const { process, job } = running
  const { ledger } = theWorld()
  const { state } = job
  if (!wanted.isLocking) return await perform(running, wanted)
  const operation = wanted.operation === 'plan' ? 'OperationTypePlan' : 'OperationTypeApply'
  const owner: LockOwner = {
    id: (running.lockId = randomUUID()),
    operation,
    who: `runner@${process.machine.name}`,
    isTofu: job.engine === 'tofu',
  }
  const path = lockPathOf(state)
  ledger.triesLock(process, owner.id)
  logLock(running, 'Attempting to lock', path, operation)
  const refusal = await takeLock(state, owner)
  if (refusal !== undefined) {
    tellError(running, {
      summary: 'Error acquiring the state lock',
      detail: `Error message: ${refusal}\n\nTerraform acquires a state lock to protect the state from being written\nby multiple users at the same time.`,
    })
    return 1
  }
  logLock(running, 'Locked', path, operation)
  ledger.hasLock(process, wanted.operation)
  const exitCode = await perform(running, wanted)
  logLock(running, 'Attempting to unlock', path, operation)
  ledger.givesBack(process)
  const error = await freeLock(state, owner)
  if (error === undefined) {
    logLock(running, 'Unlocked', path, operation)
    return exitCode
  }
  tellError(running, { summary: 'Error releasing the state lock', detail: `Error message: ${error}` })
  return 1
}

async function perform(running: Running, wanted: Wanted): Promise<number> {
  const { process, job, stopped } = running
  const provider = startProvider(process)
  try {
    const before = await readState(job.state)
    await work(running, job.refreshMs)
    const saved = wanted.planFile === undefined ? undefined : loadPlan(process.machine, wanted.planFile)
    const isStale =
      saved !== undefined && (saved.serial !== before.serial || saved.lineage !== before.lineage)
    if (isStale) {
      tellError(running, { summary: 'Saved plan is stale' })
      return 1
    }
    const creates = saved?.creates ?? job.resources.filter((name) => !before.resources.includes(name))
    if (stopped.aborted) {
      tellError(running, { summary: 'execution halted' })
      return 1
    }
    for (const name of creates)
      tell(running, 'planned_change', `${name}: Plan to create`, { change: hookOf(name) })
    if (saved === undefined) tellSummary(running, 'plan', creates.length)
    if (saved !== undefined) theWorld().ledger.appliesPlan(process, saved)
    if (wanted.operation === 'apply') return await apply(running, provider, before, creates)
    const { serial, lineage } = before
    if (wanted.outFile !== undefined) {
      savePlan(process.machine, wanted.outFile, { serial, lineage, creates, madeBy: job.number })
      job.planned = creates
    }
    return creates.length > 0 ? 2 : 0
  } catch (error) {
    if (!(error instanceof StateError)) throw error
    tellError(running, { summary: 'Failed to load state', detail: error.message })
    return 1
  } finally {
    await provider.leave()
  }
}

async function apply(
  running: Running,
  provider: Provider,
  before: StateContent,
  creates: readonly string[],
): Promise<number> {
  const { process, job, stopped } = running
  const { ledger } = theWorld()
  const made: string[] = []
  let persistedAt = process.startedAt
  let serial = before.serial
  const lineage = before.lineage === '' ? job.state.lineage : before.lineage
  const contentNow = (): StateContent => ({
    serial: serial + 1,
    lineage,
    resources: [...before.resources, ...made],
  })
  const errors: Diagnostic[] = []
  for (const [index, name] of creates.entries()) {
    if (stopped.aborted) break
    ledger.beginsWork(process, name)
    tell(running, 'apply_start', `${name}: Creating...`, { hook: hookOf(name) })
    const nestedError = index === 0 ? runNested(running) : undefined
    if (nestedError !== undefined) errors.push(nestedError)
    await provider.create(running, name)
    made.push(name)
    tell(running, 'apply_complete', `${name}: Creation complete`, {
      hook: { ...hookOf(name), id_key: 'id', id_value: name },
    })
    if (theWorld().elapsed() - persistedAt < persistEveryMs) continue
    persistedAt = theWorld().elapsed()
    try {
      await writeState(job.state, contentNow())
      serial += 1
    } catch (error) {
      if (!(error instanceof StateError)) throw error
      note('could not persist the state in between')
    }
  }
  if (made.length < creates.length) errors.push({ summary: 'execution halted' })
  // Whatever went wrong is told once it was tried to save the state (opApply in internal/backend/local/backend_apply.go).
  if (made.length > 0) errors.push(...(await saveState(running, job.state, contentNow())))
  for (const error of errors) tellError(running, error)
  if (errors.length > 0) return 1
  tellSummary(running, 'apply', made.length)
  return 0
}

/** internal/backend/local/backend_apply.go: `errored.tfstate`, or a dump where not even that can be written. */
async function saveState(running: Running, state: State, content: StateContent): Promise<Diagnostic[]> {
  const { process, job, io } = running
  try {
    await writeState(state, content)
    return []
  } catch (error) {
    if (!(error instanceof StateError)) throw error
    const text = renderState(content)
    if (job.canWriteErroredState) writeSimulatedFile(process.machine, `${io.cwd}/errored.tfstate`, text)
    else tell(running, 'log', 'Emergency state dump', { state: JSON.parse(text) as object })
    return [
      {
        summary: 'Failed to save state',
        detail: `Error saving state: failed to upload state: ${error.message}`,
      },
      { summary: 'Failed to persist state to backend' },
    ]
  }
}

function tellSummary(running: Running, operation: 'plan' | 'apply', add: number): void {
  const changes = { add, change: 0, import: 0, remove: 0, operation }
  tell(running, 'change_summary', `${operation}: ${add} to add, 0 to change, 0 to destroy.`, { changes })
}

function hookOf(name: string): object {
  const resource = {
    ...{ addr: `terraform_data.${name}`, module: '', resource: `terraform_data.${name}` },
    ...{
      implied_provider: 'terraform',
      resource_type: 'terraform_data',
      resource_name: name,
      resource_key: null,
    },
  }
  return { resource, action: 'create' }
}
