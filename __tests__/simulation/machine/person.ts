import { runAs, sleep } from './kernel.ts'
import { createMachine, endProcess, startProcess } from './machine.ts'
import type { DrawnPerson } from './draw.ts'
import { freeLock, takeLock } from './terraform/lock.ts'
import { readState, StateError, writeState } from './terraform/state-store.ts'
import { randomUUID } from './stand-ins/crypto.ts'
import { theWorld } from './world.ts'

/** Somebody's own Terraform: it takes the lock, works, writes perhaps, and gives the lock back, or not. */
export function letWork({ name, state, holdsMs, writes, leavesLock }: DrawnPerson): void {
  const machine = createMachine(name)
  const process = startProcess(machine, { name: 'terraform', role: 'person', env: {} })
  runAs(process, () => {
    void (async () => {
      const owner = { id: randomUUID(), operation: 'OperationTypeApply', who: `bob@${name}`, isTofu: false }
      for (let tries = 0; (await takeLock(state, owner)) !== undefined; tries += 1) {
        if (tries === 5) return
        await sleep(1000 * 2 ** tries)
      }
      theWorld().ledger.personHas(process, owner.id, state)
      await sleep(holdsMs)
      if (leavesLock) return
      try {
        const now = await readState(state)
        if (writes) {
          const resources = [...now.resources, `${name}_0`]
          await writeState(state, { serial: now.serial + 1, lineage: state.lineage, resources })
        }
      } catch (error) {
        if (!(error instanceof StateError)) throw error
      }
      theWorld().ledger.givesBack(process)
      await freeLock(state, owner)
    })().finally(() => {
      endProcess(process, { exitCode: 0, signal: null })
    })
  })
}
