import { beforeEach, describe, expect, test } from '@jest/globals'

import { createNewestCommit, type NewestCommit } from '../../src/commands/require-newest.ts'
import type { AppliedCommit, AppliedReading, ApplyLedger } from '../../src/plan/plan-store.ts'
import { createFakeClock } from '../support/fake-clock.ts'

const [ours, theirs] = ['a'.repeat(40), 'b'.repeat(40)]
const applied = (commit: string): AppliedReading => ({
  applied: { commit, run: null, at: '' },
  version: 'v7',
})

let written: [AppliedCommit, AppliedReading][]
let notes: string[]
beforeEach(() => {
  written = []
  notes = []
})

interface Situation {
  readonly reading?: AppliedReading | Error
  /** What the history that is here shows, and what GitHub says. */
  readonly isAncestorHere?: boolean
  readonly github?: 'ahead' | 'behind' | 'diverged' | 'down'
  readonly write?: () => Promise<boolean>
}

function newest({ reading, isAncestorHere = false, github, write }: Situation): NewestCommit {
  const ledger = {
    readApplied: () =>
      reading instanceof Error
        ? Promise.reject(reading)
        : Promise.resolve(reading ?? { applied: undefined, version: undefined }),
    async writeApplied(commit: AppliedCommit, before: AppliedReading) {
      written.push([commit, before])
      return (await write?.()) ?? true
    },
  } as Partial<ApplyLedger> as ApplyLedger
  const client = {
    request: () =>
      github === 'down'
        ? Promise.reject(new Error('GitHub is down'))
        : Promise.resolve({ data: { status: github } }),
  }
  const deps = {
    ...{ env: { GITHUB_REPOSITORY: 'acme/infra' }, clock: createFakeClock(), ownRun: undefined },
    git: { showsAncestor: () => Promise.resolve(isAncestorHere) },
    github: github === undefined ? undefined : () => Promise.resolve(client),
    ...{ log: { debug: (text: string) => void notes.push(text) }, cancelled: new AbortController().signal },
  }
  return createNewestCommit(deps as unknown as Parameters<typeof createNewestCommit>[0], ledger, ours)
}

describe('a commit', () => {
  test.each<[string, Situation]>([
    ['before the one that was applied last, as the history here shows', { isAncestorHere: true }],
    ['before the one that was applied last, as GitHub says', { github: 'ahead' }],
  ])('%s, is superseded', async (_, situation) => {
    await expect(newest({ reading: applied(theirs), ...situation }).require()).rejects.toMatchObject({
      reason: 'superseded',
      message: expect.stringMatching(/Commit b{12}, which comes after a{12}/),
    })
  })

  test.each<[string, Situation]>([
    ['where nothing was applied yet', {}],
    ['that was applied itself', { reading: applied(ours), isAncestorHere: true }],
    ['after the one that was applied last', { reading: applied(theirs), github: 'behind' }],
    ['beside the one that was applied last', { reading: applied(theirs), github: 'diverged' }],
    ['where GitHub gives no answer', { reading: applied(theirs), github: 'down' }],
    ['where the store gives no answer', { reading: new Error('denied') }],
  ])('%s, may be applied', async (_, situation) => {
    await newest(situation).require()
  })
})

describe('an applied commit', () => {
  test('takes the place of exactly the one that was read', async () => {
    const commit = newest({ reading: applied(theirs), github: 'behind' })
    await commit.require()
    await commit.note()
    expect(written).toEqual([[expect.objectContaining({ commit: ours }), applied(theirs)]])
  })

  test('is not written over what could not be read', async () => {
    const commit = newest({ reading: new Error('denied') })
    await commit.require()
    await commit.note()
    expect(written).toEqual([])
  })

  test.each<[string, () => Promise<boolean>]>([
    ['was noted by another run in the meantime', () => Promise.resolve(false)],
    ['could not be noted', () => Promise.reject(new Error('denied'))],
  ])('that %s fails no run', async (_, write) => {
    const commit = newest({ write })
    await commit.require()
    await commit.note()
    expect(notes).toHaveLength(1)
  })
})
