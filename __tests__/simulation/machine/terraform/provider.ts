import { runAs, schedule, sleep } from '../kernel.ts'
import { endProcess, startProcess, type Process } from '../machine.ts'
import { theWorld } from '../world.ts'
import { work, type Running } from './io.ts'

/** The process that does the work on the resources. It has the token and the group of the Terraform that started it. */
export interface Provider {
  create(running: Running, name: string): Promise<void>
  /** Terraform has no more to do for it. */
  leave(): Promise<void>
}

/** What a provider begins, it ends, also when the Terraform that has asked for it is gone. */
export function startProvider(terraform: Process): Provider {
  const { machine, env, groupId } = terraform
  const job = theWorld().jobOn(machine)
  const process = startProcess(machine, { name: 'provider', role: 'provider', env, groupId })
  let finish: (() => void) | undefined
  process.onSignal.set('SIGINT', [])
  terraform.onEnd.push(() => {
    if (!process.isRunning) return
    // A plugin ends when the pipe to its parent is gone; what it is doing goes on until then.
    schedule(job?.providerLingersMs ?? 0, process, () => {
      finish?.()
      endProcess(process, { exitCode: 0, signal: null })
    })
  })
  return {
    async create(running, name) {
      process.isBusy = true
      finish = () => {
        process.isBusy = false
        theWorld().ledger.createdInCloud(process, name)
      }
      await work(running, running.job.resourceMs)
      runAs(process, finish)
      finish = undefined
    },
    async leave() {
      await sleep(5)
      if (job?.leavesProvider === true) return
      endProcess(process, { exitCode: 0, signal: null })
    },
  }
}
