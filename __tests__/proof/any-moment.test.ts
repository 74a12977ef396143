import { afterAll, describe, expect, test } from '@jest/globals'
import { describeMoment, momentsOf, type Moment, type Strike } from '../support/moments.ts'
import { hasFullPost, isProof, sampled } from '../support/proof.ts'
import { deedsOf, storyOf, strikeAt, lockKey, type StruckRun } from '../support/struck-run.ts'
import { addressOfThing } from '../support/things.ts'
import { withoutPlans } from '../support/terraform-project.ts'
import { disagreements, thingsInState } from '../support/world.ts'

const stateKey = 'app/terraform.tfstate'
const seeds = 50

describe('wherever a run is struck, no lock is left and the state says what there is', () => {
  strikes('cancel', 10, (left) => [...ends(left), ...leavesNothing(left), ...isCancelledInOrder(left)])
  strikes('kill node', 2, (left) => [...ends(left), ...leavesNothing(left)])
})

const withFullPost = hasFullPost ? describe : describe.skip
withFullPost(
  'wherever Terraform is killed, a lock is left only where it protects something, and says what',
  () => {
    strikes('kill Terraform', 2, judgeKill)
    strikes('kill both', 2, judgeKill)
  },
)

async function judgeKill(left: StruckRun): Promise<string[]> {
  return [
    ...ends(left),
    ...(await (left.lockLeft === undefined ? leavesNothing(left) : needsAttention(left))),
  ]
}

/** `npm test` takes the first `sample` of the seeds. */
function strikes(
  strike: Strike,
  sample: number,
  problemsOf: (left: StruckRun) => string[] | Promise<string[]>,
): void {
  describe(strike, () => {
    const seen = { seeds: 0, struck: 0, locksLeft: 0, disagreements: 0, failed: 0 }
    afterAll(() => {
      // A blow that hits nothing proves nothing; on a fast machine some moments come after the end.
      expect(seen.struck).toBeGreaterThanOrEqual(seen.seeds / 2)
      if (!isProof) return
      console.log(strike, seen)
      if (strike === 'kill Terraform' || strike === 'kill both') expect(seen.locksLeft).toBeGreaterThan(5)
    })
    const moments = sampled(momentsOf(strike, seeds), sample)
    test.concurrent.each(moments.map((moment): [string, Moment] => [describeMoment(moment), moment]))(
      '%s',
      async (_, moment) => {
        await strikeAt(moment, async (left) => {
          const problems = await problemsOf(left)
          seen.seeds += 1
          if (left.wasStruck) seen.struck += 1
          if (left.lockLeft !== undefined) seen.locksLeft += 1
          if (left.disagreements.length > 0) seen.disagreements += 1
          if (problems.length === 0) return
          seen.failed += 1
          throw new Error(`${problems.join('\n')}\n${storyOf(left)}`)
        })
      },
    )
  })
}

function problem(isSo: boolean, sentence: string): string[] {
  return isSo ? [sentence] : []
}

function ends({ run, foreignLockHarmed, stream, processesLeft }: StruckRun): string[] {
  const interrupts = stream.match(/Interrupt received/g)?.length ?? 0
  return [
    ...problem(foreignLockHarmed, 'a lock that is not ours was touched'),
    ...problem(run.post?.exitCode !== 0, 'the post step failed'),
    ...problem(processesLeft > 0, `${processesLeft} process(es) were left after the post step`),
    ...problem(interrupts > 1 || stream.includes('Two interrupts'), 'Terraform got more than one interrupt'),
  ]
}

function leavesNothing({ lockLeft, disagreements: differences }: StruckRun): string[] {
  return [...problem(lockLeft !== undefined, `a lock was left: ${lockLeft}`), ...differences]
}

function isCancelledInOrder({ run: { main }, s3, wasStruck }: StruckRun): string[] {
  const { result = '' } = main.outputs
  // A trial of the store that is cut off may leave its scratch object.
  const more = withoutPlans(s3.keys('tfstate')).filter(
    (key) => key !== stateKey && key !== lockKey && !key.includes('.lockstep-probe-'),
  )
  return [
    ...problem(wasStruck && main.outcome !== 'cancelled', `the step was ${main.outcome}`),
    ...problem(!['cancelled', 'applied', 'changes'].includes(result), `its result was "${result}"`),
    ...main.problems,
    ...problem(more.length > 0, `the store was left with ${more.join(', ')}`),
  ]
}

/** The lock of an apply that was at work (lock rule 6). */
async function needsAttention(left: StruckRun): Promise<string[]> {
  const { run, s3, world, stream, lockLeft = '' } = left
  const { hasBegun, made } = deedsOf(stream)
  const report = `${run.post?.summary}\n${run.post?.log}`
  const inState = thingsInState(s3.object('tfstate', stateKey)?.body)
  const known = new Set(inState.values())
  const lost = [...world.things.values()].filter(({ id }) => !known.has(id))
  const blocks = importBlocks(run.post?.summary ?? '')
  const toImport = [...made].filter(([, id]) => world.things.has(id) && !known.has(id))
  return [
    ...problem(!hasBegun, `a lock was left under which nothing had begun: ${lockLeft}`),
    ...problem(!lockLeft.includes('needs-attention'), `the lock does not say so: ${lockLeft}`),
    ...lost
      .filter(({ name }) => !report.includes(addressOfThing(name)))
      .map(({ id, name }) => `the report does not tell of ${id}, which is ${addressOfThing(name)}`),
    ...toImport
      .filter(([address, id]) => blocks.get(address) !== id)
      .map(([address, id]) => `the report has no import block for ${id}, which is ${address}`),
    ...[...blocks]
      .filter(([, id]) => !world.things.has(id) || known.has(id))
      .map(([address, id]) => `the import block for ${id}, as ${address}, is wrong`),
    ...(await importsWork(left, blocks)),
  ]
}

/** A person's way out: the lock is removed, what is gone is forgotten, and the blocks are pasted. */
async function importsWork(
  { project, s3, world }: StruckRun,
  blocks: ReadonlyMap<string, string>,
): Promise<string[]> {
  const apply = ['apply', '-input=false', '-auto-approve']
  s3.remove('tfstate', lockKey)
  await project.terraform([...apply, '-refresh-only'], world.env)
  const taken = thingsInState(s3.object('tfstate', stateKey)?.body)
  // Terraform passes over a block whose address the state has: the old thing of a replacement has to go first.
  const wanted = [...blocks].filter(([address]) => !taken.has(address))
  const texts = wanted.map(([address, id]) => `import {\n  to = ${address}\n  id = "${id}"\n}\n`)
  project.write('imports.tf', texts.join('\n'))
  await project.terraform(apply, world.env)
  const after = s3.object('tfstate', stateKey)?.body
  const imported = thingsInState(after)
  const isKnown = new Set([...taken.values(), ...wanted.map(([, id]) => id)])
  return [
    ...wanted
      .filter(([address, id]) => imported.get(address) !== id)
      .map(([address, id]) => `the import of ${id} as ${address} did not work`),
    ...disagreements(world, after).filter((difference) => [...isKnown].some((id) => difference.endsWith(id))),
  ]
}

function importBlocks(text: string): Map<string, string> {
  const blocks = text.matchAll(/import\s*\{\s*to\s*=\s*(?<to>\S+)\s*id\s*=\s*"(?<id>[^"]*)"\s*\}/g)
  return new Map([...blocks].map(({ groups }) => [groups?.['to'] ?? '', groups?.['id'] ?? '']))
}
