import { lockJson } from '../__tests__/support/terraform-project.ts'
import type { BenchJob } from './bench-job.ts'
import { figureFromPairs, type Figure } from './figure.ts'
import { createPlannableProject } from './overhead.ts'
import { measurePairs } from './statistics.ts'
import type { WatchedStore } from './stores.ts'
import { before } from './timed-process.ts'

const bars = [
  { on: 'difference', limit: 800, margin: 0.05 },
  { on: 'difference', statistic: 'p95', limit: 2_000, margin: 0.05 },
] as const
const lockKey = 'app/terraform.tfstate.tflock'
/** Four of the longest pauses between looks at a lock, so that a removal meets a waiter at any point of a pause. */
const releaseWithinMs = 1_600

/** From a foreign holder's release to the start of Terraform: to its lock's arrival, less what Terraform takes to it. */
export async function measureHandOver(job: BenchJob, store: WatchedStore, runs: number): Promise<Figure> {
  const project = await createPlannableProject(job, store)

  async function spawnToLock(): Promise<number> {
    const put = store.next('put')
    const plan = job.start(project, 'terraform', ['plan', '-json', '-input=false'])
    const ms = (await before(put, plan.ended, 'it took the lock')) - plan.startedAt
    await plan.ended
    return ms
  }

  async function releaseToLock(index: number): Promise<number> {
    const held = store.next('put')
    store.hold(lockKey, lockJson())
    await held
    const action = job.action(project, { command: 'plan', 'lock-timeout': '60s' })
    await action.showed('Waiting for the state lock')
    const [removed, put] = [store.next('delete'), store.next('put')]
    // One chance in each of `runs` equal parts: as random as a throw for each run, with less luck in the median.
    store.release(lockKey, ((index + Math.random()) / runs) * releaseWithinMs)
    const ms = (await before(put, action.ended, 'it took the lock')) - (await removed)
    await action.ended
    return ms
  }

  return figureFromPairs(
    {
      name: 'hand-over',
      baseline: "Terraform's spawn to its lock's PUT",
      measured: "a foreign lock's removal to the PUT of the waiting action's Terraform",
      bars,
      notes: [`removed at random within ${releaseWithinMs} ms after the action had seen the lock`],
    },
    await measurePairs({ runs, warmUps: 1 }, spawnToLock, releaseToLock),
  )
}
