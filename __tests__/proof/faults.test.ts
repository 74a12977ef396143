import { afterAll, expect, test } from '@jest/globals'
import { describeDraw, drawsOf, type Draw } from '../support/drawn-faults.ts'
import { inputsOf, runUnderFaults, stateKey, storyOfFaults, type FaultyRun } from '../support/faulty-run.ts'
import type { ActionRun } from '../support/fake-runner.ts'
import { isProof, sampled } from '../support/proof.ts'
import { addressOfThing, changesOf } from '../support/things.ts'
import { disagreements, thingsInState } from '../support/world.ts'

const seen = {
  seeds: 0,
  struck: 0,
  faultsStruck: {} as Record<string, number>,
  locksLeft: {} as Record<string, number>,
  disagreements: 0,
  results: {} as Record<string, number>,
  failed: 0,
}
afterAll(() => {
  // A fault that strikes nothing proves nothing.
  expect(seen.struck).toBeGreaterThanOrEqual(seen.seeds * 0.8)
  if (isProof) console.log('faults', seen)
})

test.concurrent.each(sampled(drawsOf(50), 2).map((draw): [string, Draw] => [describeDraw(draw), draw]))(
  '%s',
  async (_, draw) => {
    await runUnderFaults(draw, async (left) => {
      const problems = [...problemsOf(left), ...(await problemsOfTheNext(left))]
      note(left)
      if (problems.length === 0) return
      seen.failed += 1
      throw new Error(`${problems.join('\n')}\n${storyOfFaults(left)}`)
    })
  },
  180_000,
)

function note({ struck, locksLeft, disagreements: differences, jobs }: FaultyRun): void {
  const count = (counts: Record<string, number>, name: string): void => {
    counts[name] = (counts[name] ?? 0) + 1
  }
  seen.seeds += 1
  if (struck.length > 0) seen.struck += 1
  for (const { fault } of struck) count(seen.faultsStruck, fault.kind)
  for (const reason of new Set(locksLeft.map(() => reasonLeft(jobs)))) count(seen.locksLeft, reason)
  if (differences.length > 0) seen.disagreements += 1
  for (const { command, run } of jobs) count(seen.results, `${command}: ${run.main.outputs['result']}`)
}

function problem(isSo: boolean, sentence: string): string[] {
  return isSo ? [sentence] : []
}

function problemsOf(left: FaultyRun): string[] {
  return [
    ...left.misdeeds,
    ...left.jobs.flatMap((job) => problemsOfEnd(job, left)),
    ...problemsOfLocks(left),
    ...problemsOfState(left),
  ]
}

function reportOf({ main, post }: ActionRun): string {
  return [main.log, main.summary, post?.log, post?.summary].join('\n')
}

/** Each job ends, and tells how. */
function problemsOfEnd(
  { command, run, processesLeft }: FaultyRun['jobs'][number],
  { draw, wasHeldByOthers }: FaultyRun,
): string[] {
  const { main, post } = run
  const { result = '', 'failure-reason': reason = '' } = main.outputs
  const isSuccess = ['applied', 'no-changes', 'changes'].includes(result)
  const good = command === 'plan' ? ['changes'] : ['applied']
  return [
    ...problem(![...good, 'failed', 'contended'].includes(result), `the result of ${command} is "${result}"`),
    ...problem(
      (main.exitCode === 0) !== isSuccess,
      `${result} with exit code ${main.exitCode ?? main.signal}`,
    ),
    ...problem(result === 'failed' && reason === '', `${command} has failed without a reason`),
    ...problem(result === 'contended' && !wasHeldByOthers, 'contended, and nobody else had the lock'),
    ...problem(draw.faults.length === 0 && !isSuccess, 'failed without a fault'),
    ...problem(post?.exitCode !== 0, `the post step ended with ${post?.exitCode ?? post?.signal}`),
    ...problem(processesLeft > 0, `${processesLeft} process(es) were left`),
    ...problem((post?.durationMs ?? 0) > 240_000, 'the post step took more than four minutes'),
    ...problem(/\n\s+at .*\.[cm]?js:\d+/.test(reportOf(run)), 'a stack trace is in the log'),
    ...[...main.problems, ...(post?.problems ?? [])],
  ]
}

const forbidden = /could not be removed: |could not be read|could not be tried/

function reasonLeft(jobs: FaultyRun['jobs']): string {
  const report = jobs.map(({ run }) => reportOf(run)).join('\n')
  if (/could not save|it protects/.test(report)) return 'it protects a state'
  return forbidden.exec(report)?.[0].trim() ?? 'no reason'
}

/** A lock of ours is left only where it protects something, or could not be removed; and that is told. */
function problemsOfLocks({ jobs, locksLeft, struck }: FaultyRun): string[] {
  return locksLeft.flatMap(({ id, half, json }) => {
    const job = jobs.find(({ run }) => reportOf(run).includes(id))
    const summaries = job === undefined ? '' : `${job.run.main.summary}${job.run.post?.summary}`
    const hindered = struck.filter(
      ({ client, operation }) => client === 'Lockstep' && /lock|trial/.test(operation),
    )
    const isProtecting = reasonLeft(jobs) === 'it protects a state'
    return [
      ...problem(job === undefined, `the ${half} ${id} is left, and nobody says so`),
      ...problem(job?.run.main.exitCode === 0, `the ${half} ${id} is left by a run that ended well`),
      ...problem(!summaries.includes(id), `the ${half} ${id} is left, and no summary names it`),
      ...problem(reasonLeft(jobs) === 'no reason', `the ${half} ${id} is left, and why is not said`),
      ...problem(
        !isProtecting && hindered.length === 0,
        `the ${half} ${id} is left, and nothing has hindered Lockstep`,
      ),
      ...problem(
        jobs.some(({ run }) => run.main.outputs['lock-recovered'] === id),
        `the ${half} ${id} is there, and was told as removed: ${json}`,
      ),
    ]
  })
}

/** What is told as applied is saved; what is not saved is told. */
function problemsOfState({
  draw,
  jobs,
  s3,
  world,
  disagreements: differences,
  serials,
}: FaultyRun): string[] {
  const reports = jobs.map(({ run }) => reportOf(run)).join('\n')
  const apply = jobs.find(({ command }) => command === 'apply')
  const isToldAsApplied = apply?.run.main.outputs['result'] === 'applied'
  const known = new Set(thingsInState(s3.object('tfstate', stateKey)?.body).values())
  const lost = [...world.things.values()].filter(({ id }) => !known.has(id))
  const isKept = /errored\.tfstate|unsaved/.test(reports)
  return [
    ...problem(world.changesAsked > changesOf[draw.change], `${world.changesAsked} changes were asked for`),
    ...problem(
      isToldAsApplied && world.changesAsked !== changesOf[draw.change],
      `told as applied, after ${world.changesAsked} changes`,
    ),
    ...problem(apply === undefined && world.changesAsked > 0, 'a plan has changed something'),
    ...problem(isToldAsApplied && differences.length > 0, `told as applied: ${differences.join(', ')}`),
    ...problem(
      differences.length > 0 && apply?.run.main.exitCode === 0,
      `the run ended well: ${differences.join(', ')}`,
    ),
    ...problem(
      !isToldAsApplied && world.changesAsked > 0 && !/appl/i.test(apply?.run.main.summary ?? ''),
      'what was changed is not told',
    ),
    ...lost
      .filter(({ name }) => !isKept && !reports.includes(addressOfThing(name)))
      .map(({ id }) => `nothing tells of ${id}, which the state lacks`),
    ...problem(
      serials.some((serial, index) => index > 0 && serial < serials[index - 1]!),
      `the serial went back: ${serials.join(', ')}`,
    ),
  ]
}

/** Terraform writes the digest after the state, and nobody can read a state whose digest is another one's. */
function hasDigestApart({ draw, struck }: FaultyRun): boolean {
  const isWrite = struck.some(({ operation }) => operation === 'state write' || operation === 'digest write')
  return draw.mechanism !== 's3' && isWrite
}

/** The store is well again: what is left protects what it has to, and else nobody is kept out. */
async function problemsOfTheNext(left: FaultyRun): Promise<string[]> {
  const { draw, world, s3, locksLeft, disagreements: differences } = left
  const asked = world.changesAsked
  const isUnsaved = differences.length > 0
  const [lock] = locksLeft
  if (lock !== undefined && !isUnsaved) {
    const unlock = await left.next({
      ...{ command: 'unlock', 'lock-id': lock.id, reason: 'its run has ended', force: 'true' },
    })
    if (unlock.main.outputs['result'] !== 'unlocked') {
      return [`unlock of ${lock.id} has ended as ${unlock.main.outputs['result']}`, reportOf(unlock)]
    }
  }
  const apply = async (): Promise<ActionRun> =>
    await left.next({ ...inputsOf({ ...draw, jobs: 'apply' }, 'apply'), 'lock-timeout': '0s' })
  let next = await apply()
  if (hasDigestApart(left) && next.main.log.includes('does not have the expected content')) {
    if (!next.main.log.includes('repair-digest: true')) return ['the way out is not told', reportOf(next)]
    const repair = await left.next({ command: 'restore', 'repair-digest': 'true' })
    if (repair.main.exitCode !== 0) return ['the digest could not be repaired', reportOf(repair)]
    next = await apply()
  }
  const { result = '', 'failure-reason': reason = '' } = next.main.outputs
  const end = `${result} ${reason}`.trim()
  if (isUnsaved) {
    return [
      ...problem(
        !['contended lock-contention', 'failed state-not-saved'].includes(end),
        `the next job has ended as ${end}, while the state lacks something\n${reportOf(next)}`,
      ),
      ...problem(world.changesAsked > asked, 'the next job has changed what the state does not know'),
    ]
  }
  const after = disagreements(world, s3.object('tfstate', stateKey)?.body)
  return [
    ...problem(
      !['applied', 'no-changes'].includes(result),
      `the next job has ended as ${end}, and nothing is in its way\n${reportOf(next)}`,
    ),
    ...problem(world.changesAsked > changesOf[draw.change], 'the next job has changed something once more'),
    ...after.map((difference) => `after the next job ${difference}`),
  ]
}
