// What a module of src/ finds in place of the global objects of the same names.
import { currentProcess, schedule } from '../kernel.ts'
import { signal as sendSignal, type Process, type Signal } from '../machine.ts'
import { addToLog } from '../log.ts'

const RealAbortSignal = globalThis.AbortSignal
const versions = { node: globalThis.process.versions.node }

class TimeoutError extends Error {
  override readonly name = 'TimeoutError'
}

const timedOut = new TimeoutError('The operation was aborted due to timeout')

const AbortSignalStandIn = {
  any: (signals: AbortSignal[]): AbortSignal => RealAbortSignal.any(signals),
  timeout(ms: number): AbortSignal {
    const controller = new AbortController()
    schedule(ms, currentProcess(), () => {
      controller.abort(timedOut)
    })
    return controller.signal
  },
}

const processStandIn = {
  platform: 'linux',
  versions,
  env: {},
  get pid(): number {
    return currentProcess().pid
  },
  stdout: {
    write(text: string): boolean {
      addToLog(currentProcess(), text)
      return true
    },
  },
  set exitCode(code: number) {
    currentProcess().exitCode = code
  },
  on(name: Signal, listener: () => void): void {
    const { onSignal } = currentProcess()
    onSignal.set(name, [...(onSignal.get(name) ?? []), listener])
  },
  kill(pid: number, name: Signal | 0): boolean {
    const process = currentProcess()
    if (name !== 0) tellOfSignal(process, pid, name)
    if (sendSignal(process.machine, pid, name)) return true
    throw Object.assign(new Error('kill ESRCH'), { code: 'ESRCH' })
  },
}

type SignalListener = (from: Process, pid: number, name: Signal) => void
let tellOfSignal: SignalListener = () => undefined

/** Called with each signal that the product sends. */
export function onProductSignal(listener: SignalListener): void {
  tellOfSignal = listener
}

export { AbortSignalStandIn as AbortSignal, processStandIn as process }
