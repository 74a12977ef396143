import { runReferenceFromTexts, urlOfRun, type RunReference } from '../lock/annotation.ts'
import { isJsonObject } from './exact-json.ts'
import { isGitId } from './git-id.ts'
import type { PlanRecord, PlanRequest } from './reviewed-plan.ts'

/** `message` goes on from "since". */
export class InvalidRecord extends Error {}

type Json = Readonly<Record<string, unknown>>
type Check<T> = (value: unknown) => value is T
type Take = <T>(name: string, check: Check<T>) => T

/**
 * The record that parsed JSON holds. Whoever may write into the store and has its key may have written it, so each
 * field is looked at.
 * @throws InvalidRecord that names the field
 */
export function recordFromJson(value: unknown): PlanRecord {
  const take = fieldsOf(value, 'its record')
  const request = requestFromJson(take('request', isJsonObject))
  const varFileDigests = take('varFileDigests', listOf(isSha256))
  if (varFileDigests.length !== request.varFiles.length) throw invalid('its record', 'varFileDigests')
  return {
    stateAddress: take('stateAddress', isLine),
    workspace: take('workspace', isLine),
    commit: take('commit', isGitId),
    baseCommit: take('baseCommit', orNull(isGitId)),
    builtCommit: take('builtCommit', orEmpty(isGitId)),
    tree: take('tree', orNull(isGitId)),
    folderTree: take('folderTree', orNull(isGitId)),
    pullRequest: take('pullRequest', orNull(isCount)),
    run: runFromJson(take('run', orNull(isJsonObject))),
    actor: take('actor', isLine),
    event: take('event', isLine),
    branch: take('branch', isLine),
    createdAt: take('createdAt', isTime),
    engine: take('engine', isLine),
    engineVersion: take('engineVersion', isLine),
    account: take('account', orNull(matching(/^\d{12}$/))),
    request,
    varFileDigests,
    lockFileDigest: take('lockFileDigest', orNull(isSha256)),
    serial: take('serial', orNull(isCount)),
    lineage: take('lineage', orNull(isLine)),
    planFileDigest: take('planFileDigest', isSha256),
    planDigest: take('planDigest', orEmpty(isSha256)),
    keyId: take('keyId', isLine),
    hasChanges: take('hasChanges', isBoolean),
  }
}

function requestFromJson(fields: Json): PlanRequest {
  const take = fieldsOf(fields, 'the request of its record')
  return {
    commentKey: take('commentKey', isText),
    destroy: take('destroy', isBoolean),
    refreshOnly: take('refreshOnly', isBoolean),
    planArguments: take('planArguments', listOf(isText)),
    varFiles: take('varFiles', listOf(isText)),
    cliArguments: take('cliArguments', isCliArguments),
  }
}

/** The same check as for a lock's annotation, which anybody may have written too. */
function runFromJson(fields: Json | null): RunReference | null {
  if (fields === null) return null
  const take = fieldsOf(fields, 'the run of its record')
  const run = {
    serverUrl: take('serverUrl', isLine),
    repository: take('repository', isLine),
    runId: take('runId', isCount),
    attempt: take('attempt', isCount),
    jobId: take('jobId', orNull(isCount)),
    pullRequest: take('pullRequest', orNull(isCount)),
    actor: take('actor', orNull(isLine)),
  }
  const text = (id: number | null): string | undefined => (id === null ? undefined : String(id))
  const checked = runReferenceFromTexts({
    run: urlOfRun(run),
    job: text(run.jobId),
    pr: text(run.pullRequest),
    actor: run.actor ?? undefined,
  })
  if (checked === undefined) throw invalid('its record', 'run')
  return checked
}

function fieldsOf(value: unknown, what: string): Take {
  if (!isJsonObject(value)) throw new InvalidRecord(`${what} is no JSON object`)
  return (name, check) => {
    const field = value[name]
    if (!check(field)) throw invalid(what, name)
    return field
  }
}

function invalid(what: string, name: string): InvalidRecord {
  return new InvalidRecord(`${what} has no valid "${name}"`)
}

const maxTextLength = 256 * 1024
const maxLineLength = 8192
const maxListLength = 10_000

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= maxTextLength
}

/** For fields that people read. */
function isLine(value: unknown): value is string {
  return typeof value === 'string' && value.length <= maxLineLength && !/\p{Cc}/u.test(value)
}

function matching(form: RegExp): Check<string> {
  return (value): value is string => typeof value === 'string' && form.test(value)
}

const isSha256 = matching(/^[0-9a-f]{64}$/)
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/

function isTime(value: unknown): value is string {
  return typeof value === 'string' && TIME.test(value) && Number.isFinite(Date.parse(value))
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}

function isBoolean(value: unknown): value is boolean {
  return typeof value === 'boolean'
}

function isCliArguments(value: unknown): value is Readonly<Record<string, string>> {
  return (
    isJsonObject(value) &&
    Object.entries(value).every(([name, text]) => /^TF_CLI_ARGS\w{0,50}$/.test(name) && isText(text))
  )
}

function orNull<T>(check: Check<T>): Check<T | null> {
  return (value): value is T | null => value === null || check(value)
}

function orEmpty(check: Check<string>): Check<string> {
  return (value): value is string => value === '' || check(value)
}

function listOf<T>(check: Check<T>): Check<T[]> {
  return (value): value is T[] =>
    Array.isArray(value) && value.length <= maxListLength && value.every((entry) => check(entry))
}
