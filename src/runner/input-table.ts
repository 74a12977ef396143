import { maxReasonLength } from '../lock/removal.ts'
import { parseStateAddress } from '../lock/state-address.ts'
import { parseExpiration } from '../retry/credential-life.ts'
import { parseAge, parseDuration } from '../retry/duration.ts'
import {
  lineUpTo,
  oneOf,
  optional,
  parseAutoOrBoolean,
  parseBoolean,
  parseCancelGrace,
  parseIdIfAny,
  parseJsonIfAny,
  parseLines,
  parseOneLine,
  parsePassphrase,
  parsePlanDigest,
  parsePullRequest,
  parseWorkspaceName,
  quoteValue,
  wholeNumber,
} from './input-values.ts'

const commands = ['plan', 'apply', 'status', 'wait', 'unlock', 'drift', 'audit', 'restore'] as const

/** Every input: its default as it stands in action.yml, and what it accepts by itself. */
const inputTable = {
  command: { default: 'plan', parse: oneOf(...commands) },
  'working-directory': { default: '.', parse: parseOneLine },
  'working-directories': { default: '', parse: parseLines },
  'state-address': { default: '', parse: optional(parseStateAddress) },
  workspace: { default: '', parse: optional(parseWorkspaceName) },
  'create-workspace': { default: 'false', parse: parseBoolean },
  executable: { default: '', parse: optional(parseOneLine) },
  init: { default: 'true', parse: parseBoolean },
  'backend-config': { default: '', parse: parseLines },
  'var-file': { default: '', parse: parseLines },
  'init-args': { default: '', parse: parseLines },
  'plan-args': { default: '', parse: parseLines },
  'apply-args': { default: '', parse: parseLines },
  destroy: { default: 'false', parse: parseBoolean },
  'refresh-only': { default: 'false', parse: parseBoolean },
  lock: { default: 'auto', parse: parseAutoOrBoolean },
  'lock-timeout': { default: '10m', parse: parseDuration },
  'on-contention': { default: 'auto', parse: oneOf('auto', 'wait', 'fail', 'neutral') },
  'annotate-lock': { default: 'true', parse: parseBoolean },
  'recover-lock': { default: 'own-run', parse: oneOf('own-run', 'off') },
  'allow-unlocked-backend': { default: 'false', parse: parseBoolean },
  'lock-id': { default: '', parse: optional(lineUpTo(200)) },
  reason: { default: '', parse: optional(lineUpTo(maxReasonLength)) },
  force: { default: 'false', parse: parseBoolean },
  'plan-store': { default: 'auto', parse: oneOf('auto', 's3', 'artifact', 'none') },
  // GitHub's own longest, of an enterprise; a repository may allow less.
  'artifact-retention-days': { default: '7', parse: wholeNumber(1, 400) },
  'maximum-plan-age': { default: '7d', parse: parseAge },
  'plan-encryption-key': { default: '', parse: optional(parsePassphrase), isSecret: true },
  'plan-file': { default: '', parse: optional(parseOneLine) },
  'plan-digest': { default: '', parse: optional(parsePlanDigest) },
  'apply-policy': { default: 'reviewed', parse: oneOf('reviewed', 'unreviewed') },
  'required-approvals': { default: '0', parse: wholeNumber(0, 100) },
  'github-token': { default: '${{ github.token }}', parse: optional(parseOneLine), isSecret: true },
  comment: { default: 'auto', parse: oneOf('auto', 'always', 'contention', 'never') },
  // Told in each comment, so it stays short.
  'comment-key': { default: '', parse: lineUpTo(100) },
  'pull-request': { default: '', parse: optional(parsePullRequest) },
  'cancel-grace': { default: '3m', parse: parseCancelGrace },
  'credential-expiration': { default: '', parse: optional(parseExpiration) },
  'minimum-credential-life': { default: '15m', parse: parseDuration },
  'concurrency-check': { default: 'warn', parse: oneOf('off', 'warn', 'fail') },
  'audit-fail-on': { default: 'fail', parse: oneOf('fail', 'warn', 'never') },
  'fail-on-drift': { default: 'false', parse: parseBoolean },
  'state-version': { default: '', parse: optional(lineUpTo(1024)) },
  'repair-digest': { default: 'false', parse: parseBoolean },
  'job-id': { default: '${{ job.check_run_id }}', parse: parseIdIfAny },
  matrix: { default: '${{ toJSON(matrix) }}', parse: parseJsonIfAny },
  'job-workflow-ref': { default: '${{ job.workflow_ref }}', parse: parseOneLine },
  'job-workflow-sha': { default: '${{ job.workflow_sha }}', parse: parseOneLine },
}

type InputName = keyof typeof inputTable

export type InputValues = {
  readonly [Name in InputName]: ReturnType<(typeof inputTable)[Name]['parse']>
}

/** The default of every input that Lockstep reads, by name; action.yml must say the same. */
export const inputDefaults: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(inputTable).map(([name, row]) => [name, row.default]),
)

export interface ParsedInputs {
  /** Without the inputs that have a problem; whole if there is none. */
  readonly values: Partial<InputValues>
  readonly problems: readonly string[]
}

/** Each input by itself. The runner upper-cases names and keeps their hyphens: `INPUT_LOCK-TIMEOUT`. */
export function parseInputValues(env: Readonly<Record<string, string | undefined>>): ParsedInputs {
  const values: Record<string, unknown> = {}
  const problems: string[] = []
  for (const [name, row] of Object.entries(inputTable)) {
    const given = env[`INPUT_${name.toUpperCase()}`]?.trim() ?? ''
    const text = given === '' ? defaultText(row.default) : given
    try {
      values[name] = row.parse(text)
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      const shown = 'isSecret' in row ? 'not valid' : quoteValue(text)
      problems.push(`\`${name}\` is ${shown}: ${error.message}`)
    }
  }
  return { values, problems }
}

/** The runner puts in what an expression gives before we see it: if that is empty, so is the default. */
function defaultText(text: string): string {
  return text.startsWith('${{') ? '' : text
}
