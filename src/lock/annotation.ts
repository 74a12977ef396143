/** The workflow run that holds a lock, as its annotation names it (lock rule 4). */
export interface RunReference {
  /** `https://github.com`, or that of an Enterprise Server; without a slash at the end. */
  readonly serverUrl: string
  /** `owner/name` */
  readonly repository: string
  readonly runId: number
  readonly attempt: number
  /** The ID that the API for jobs and check runs takes. */
  readonly jobId: number | null
  readonly pullRequest: number | null
  readonly actor: string | null
}

/** Room for `needs-attention` is part of it. */
const maxLength = 500

/** What the lock of an apply that was cut off says besides: it protects what the state lacks (lock rule 6). */
const attention = 'needs-attention'

/** The text for the lock's `Info`, one line. */
export function renderAnnotation(run: RunReference): string {
  const facts = [
    `run=${urlOfRun(run)}`,
    run.jobId === null ? '' : `job=${String(run.jobId)}`,
    run.pullRequest === null ? '' : `pr=${String(run.pullRequest)}`,
    run.actor === null ? '' : `actor=${run.actor}`,
  ]
  return ['lockstep', ...facts.filter((fact) => fact !== '')].join(' ')
}

/** The same for a lock that stays because its state was not saved. */
export function renderAttention(run: RunReference): string {
  return `${renderAnnotation(run)} ${attention}`
}

/** Whether `Info` says that the lock protects a state that was not saved. Anybody may have written that. */
export function needsAttention(info: string): boolean {
  return parseAnnotation(info) !== undefined && info.split(' ').includes(attention)
}

/** The page of exactly this attempt. */
export function urlOfRun({ serverUrl, repository, runId, attempt }: RunReference): string {
  return `${serverUrl}/${repository}/actions/runs/${String(runId)}/attempts/${String(attempt)}`
}

const RUN =
  /^(https?:\/\/[\w.-]+(?::\d{1,5})?)\/([\w.-]{1,100}\/[\w.-]{1,100})\/actions\/runs\/(\d{1,15})\/attempts\/(\d{1,6})$/
const ID = /^[1-9]\d{0,14}$/
/** Logins of people, of apps (`name[bot]`) and of an enterprise's managed users (`name_short`). */
const ACTOR = /^[\w-]{1,100}(?:\[bot\])?$/

/**
 * Reads `Info`, which anybody may have written: whoever may lock the state may claim any run. undefined for what is
 * no annotation of ours; a field that no run of ours could have written is left out.
 */
export function parseAnnotation(info: string): RunReference | undefined {
  if (info.length > maxLength) return undefined
  const [first, ...words] = info.split(' ')
  if (first !== 'lockstep') return undefined
  const { run, job, pr, actor } = Object.fromEntries(words.map((word) => splitAtEquals(word)))
  return runReferenceFromTexts({ run, job, pr, actor })
}

type Texts = Readonly<Record<'run' | 'job' | 'pr' | 'actor', string | undefined>>

/**
 * The run of these texts, each in the form that an annotation takes. undefined where `run` is no page of a run, or
 * all of it is too long; any other text that does not fit is left out.
 */
export function runReferenceFromTexts({ run, job, pr, actor }: Texts): RunReference | undefined {
  const [, serverUrl, repository, runId, attempt] = RUN.exec(run ?? '') ?? []
  if (serverUrl === undefined || repository === undefined) return undefined
  const id = (text = ''): number | null => (ID.test(text) ? Number(text) : null)
  const reference = {
    serverUrl,
    repository,
    runId: Number(runId),
    attempt: Number(attempt),
    jobId: id(job),
    pullRequest: id(pr),
    actor: actor !== undefined && ACTOR.test(actor) ? actor : null,
  }
  return renderAttention(reference).length > maxLength ? undefined : reference
}

function splitAtEquals(word: string): [string, string] {
  const at = word.indexOf('=')
  return at < 0 ? [word, ''] : [word.slice(0, at), word.slice(at + 1)]
}
