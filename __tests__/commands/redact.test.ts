import { expect, test } from '@jest/globals'

import { startJourney } from '../../src/commands/outcome.ts'
import { redactDiagnostic, redactionOf } from '../../src/commands/redact.ts'
import type { Diagnostic } from '../../src/plan/diagnostic.ts'

const journey = {
  ...startJourney(),
  sensitive: new Set(['hunter2-password']),
  given: new Set(['eu-central-1']),
}
const at = { line: 1, column: 1 }
const diagnostic: Diagnostic = {
  severity: 'error',
  summary: 'hunter2-password eu-central-1',
  detail: 'hunter2-\u001b[1mpassword eu-central-1',
  address: 'a.b["hunter2-password"]["eu-central-1"]',
  range: { filename: 'eu-central-1.tf', start: at, end: at },
  snippet: { context: undefined, code: 'hunter2-password eu-central-1', startLine: 1 },
}

test('what was given is hidden where it says why a run failed, and only there', () => {
  const failure = redactDiagnostic(diagnostic, redactionOf(journey, true))
  expect(failure).toEqual({
    ...diagnostic,
    summary: '*** ***',
    detail: '*** ***',
    address: 'a.b["***"]["***"]',
    snippet: { ...diagnostic.snippet, code: '*** ***' },
  })
  const warning = redactDiagnostic(diagnostic, redactionOf(journey, false))
  expect(warning.summary).toBe('*** eu-central-1')
  expect(warning.detail).toBe('*** eu-central-1')
})

test('a diagnostic without a place gets none', () => {
  const { severity, summary, detail } = diagnostic
  const bare = redactDiagnostic({ severity, summary, detail }, (text) => text)
  expect(Object.keys(bare)).toEqual(['severity', 'summary', 'detail'])
})
