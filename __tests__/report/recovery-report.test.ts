import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { recoveryFromStream, type Recovery } from '../../src/plan/unsaved.ts'
import { createForeignText } from '../../src/report/foreign-text.ts'
import { renderRecovery, renderRecoveryLines } from '../../src/report/recovery-report.ts'
import { hostileTexts } from '../fixtures/hostile-text.ts'
import { readFixture } from '../support/fixture.ts'
import { live, liveTextOf, renderMarkdown, skeletonOf } from '../support/github-page.ts'
import { expectGolden } from '../support/golden.ts'
import { readImportBlocks } from '../support/hcl.ts'

const plain = createForeignText(new Set())
const unlockStep = '```yaml\n- uses: acme/lockstep@v1\n  with:\n    command: unlock\n```'
const unlimited = { limitBytes: 1_000_000, unlockStep }

function recoveryOf(stream: string, state: string | undefined): Recovery {
  return recoveryFromStream(
    readFixture(stream).split('\n'),
    state === undefined ? undefined : readFixture(state),
  )
}
const killed = recoveryOf('stream-killed-create.jsonl', 'state-killed-create.json')
const replaced = recoveryOf('stream-killed-replace.jsonl', 'state-killed-replace.json')

/** `count` resources that were made, and one each that was changed, destroyed and cut off. */
function recoveryWith(
  count: number,
  name: (index: number) => string,
  id: (index: number) => string,
): Recovery {
  const events = (index: number, action: string, isComplete: boolean): string[] => {
    const resource = { addr: name(index), module: '', resource_type: 'x', resource_name: String(index) }
    const hook = { resource: { ...resource, resource_key: null }, action, id_key: 'id', id_value: id(index) }
    return [...(isComplete ? ['apply_start', 'apply_complete'] : ['apply_start'])].map((type) =>
      JSON.stringify({ '@level': 'info', type, hook }),
    )
  }
  const made = Array.from({ length: count }, (_, index) => events(index, 'create', true))
  const others = ['update', 'delete', 'create'].map((action, index) =>
    events(count + index, action, action !== 'create'),
  )
  return recoveryFromStream([...made, ...others].flat(), undefined)
}

function blocksIn(markdown: string): ReturnType<typeof readImportBlocks> {
  return readImportBlocks(/^```hcl\n([^]*?)\n```$/m.exec(markdown)?.[1] ?? '')
}

describe('the report of an apply that was killed', () => {
  test.each([
    ['created', killed],
    ['replaced', replaced],
    ['unread', recoveryOf('stream-replace.jsonl', undefined)],
  ])('looks as it should: %s', (name, recovery) => {
    expectGolden(`recovery-${name}.md`, renderRecovery(recovery, plain, unlimited))
  })

  test('tells the log the same, line by line', () => {
    expectGolden('recovery-replaced.txt', renderRecoveryLines(replaced, plain, { unlockStep }).join('\n'))
  })

  test('says so where nothing is lacking, and what to do with the lock', () => {
    const markdown = renderRecovery(
      recoveryOf('stream-create-all.jsonl', 'state-create-all.json'),
      plain,
      unlimited,
    )
    expect(markdown).toContain('#### 🧩 The saved state lacks nothing that this run made')
    expect(markdown).toContain('The state has 11 other changes of this run.')
    expect(markdown).toContain('2. Remove exactly this lock with this step.')
    expect(markdown).not.toMatch(/import|\| ---|Plan/)
  })

  test('is empty where Terraform began nothing', () => {
    const nothing = recoveryFromStream([], undefined)
    expect(renderRecovery(nothing, plain, unlimited)).toBe('')
    expect(renderRecoveryLines(nothing, plain)).toEqual([])
  })

  test('takes the lock away before the plan, and makes room in the state before it too', () => {
    const steps = renderRecovery(replaced, plain, unlimited).split('**What to do**')[1]
    expect(steps).toMatch(
      /Make sure[^]*blocks above[^]*unlock[^]*terraform state rm[^]*\d\. Plan\.[^]*\d\. Apply/,
    )
  })
})

describe('a sensitive value', () => {
  const [fate] = killed.fates
  const secret = fate?.id?.value ?? ''

  test('that is an ID is not shown, in no block either', () => {
    const foreign = createForeignText(new Set([secret]))
    const shown = [renderRecovery(killed, foreign, unlimited), ...renderRecoveryLines(killed, foreign)].join(
      '\n',
    )
    expect(secret).not.toBe('')
    expect(shown).not.toContain(secret)
    expect(shown).toContain('| `***` |')
    expect(blocksIn(shown)).toHaveLength(1)
  })

  test('that is the ID of the object in the state is not shown', () => {
    const inState = replaced.fates[0]?.idInState?.value ?? ''
    const foreign = createForeignText(new Set([inState]))
    expect(inState).not.toBe('')
    expect(renderRecovery(replaced, foreign, unlimited)).not.toContain(inState)
    expect(renderRecoveryLines(replaced, foreign).join('\n')).not.toContain(inState)
  })
})

describe('a limit', () => {
  test('leaves out from the end, with block and row, and counts what it left out', () => {
    const recovery = recoveryWith(
      5_000,
      (index) => `x.y[${index}]`,
      (index) => `i-${index}`,
    )
    const markdown = renderRecovery(recovery, plain, { limitBytes: 20_000, unlockStep })
    const rows = markdown.match(/^\| `x/gm)?.length ?? 0
    expect(Buffer.byteLength(markdown)).toBeGreaterThan(19_800)
    expect(Buffer.byteLength(markdown)).toBeLessThanOrEqual(20_000)
    expect(blocksIn(markdown)).toHaveLength(rows)
    expect(markdown).toContain(`\n${5_003 - rows} more are in the log.\n`)
    expect(blocksIn(markdown)[0]).toEqual({ to: 'x.y[0]', id: 'i-0' })
  })

  test('is kept, whatever it is', () => {
    const recovery = recoveryWith(
      30,
      (index) => `x.y[${index}]`,
      () => 'é`|'.repeat(30),
    )
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20_000 }), (limitBytes) => {
        const markdown = renderRecovery(recovery, plain, { limitBytes, unlockStep })
        expect(Buffer.byteLength(markdown)).toBeLessThanOrEqual(limitBytes)
      }),
    )
  })

  test('does not hold for the log', () => {
    const lines = renderRecoveryLines(
      recoveryWith(5_000, (index) => `x.y[${index}]`, String),
      plain,
    )
    expect(lines.filter((line) => line.startsWith('  x.y['))).toHaveLength(5_003)
    expect(lines.filter((line) => line === 'import {')).toHaveLength(5_000)
  })
})

describe('a hostile name or ID', () => {
  const reportOf = (text: string): Recovery =>
    recoveryWith(
      1,
      () => `x.y["${text}`,
      () => `${text} z`,
    )
  const pageOf = (recovery: Recovery): string => renderMarkdown(renderRecovery(recovery, plain, unlimited))
  const harmless = skeletonOf(pageOf(reportOf('abc')))

  test.each(hostileTexts)('$name stays text in its place', ({ text }) => {
    const recovery = reportOf(text)
    const page = pageOf(recovery)
    expect(skeletonOf(page)).toEqual(harmless)
    expect(liveTextOf(page)).not.toMatch(live)
    expect(page).not.toContain('language-hcl')
    const lines = renderRecoveryLines(recovery, plain).join('')
    expect(lines).toMatch(/^[^\u0000-\u001f\u007f-\u009f]*$/)
  })

  test.each(hostileTexts)('$name as an ID is in its block what it is', ({ text }) => {
    const id = text.slice(0, 1_000)
    const recovery = recoveryWith(
      1,
      (index) => `x.y[${index}]`,
      () => id,
    )
    const markdown = renderRecovery(recovery, plain, unlimited)
    expect(blocksIn(markdown)).toEqual(id === '' ? [] : [{ to: 'x.y[0]', id: id.toWellFormed() }])
  })
})
