/**
 * What Terraform's own log (`TF_LOG_CORE=INFO`) says of its lock. The S3 backend writes the ID before it sends the
 * lock (internal/backend/remote-state/s3/client.go), so a lock whose answer was lost is known as well.
 */
export interface CoreLogFacts {
  /** IDs of the locks that our Terraform tried to take on this state, in the order of the log. */
  readonly attempted: readonly string[]
  /**
   * Of those, the ones that it was told it has, for the operation itself: not the `init` lock under which the S3
   * backend first makes a state for a workspace that has none (backend_state.go).
   */
  readonly locked: readonly string[]
  /** Of those, the ones that it began to give back, which it does when the state is saved. */
  readonly unlockTried: readonly string[]
  /** Of those, the ones that it was told it gave back. */
  readonly unlocked: readonly string[]
}

export const noCoreLogFacts: CoreLogFacts = { attempted: [], locked: [], unlockTried: [], unlocked: [] }

/** The ID of the last lock that our Terraform tried to take and was not told it gave back. */
export function openLockId({
  attempted,
  unlocked,
}: Pick<CoreLogFacts, 'attempted' | 'unlocked'>): string | undefined {
  return attempted.findLast((id) => !unlocked.includes(id))
}

const LOCK_LINE =
  /^\S+ \[INFO\] {2}backend-s3: (?<event>Attempting to lock|Locked|Attempting to unlock|Unlocked) remote state \([^)]*\)(?:\.\.\.)?: (?<fields>.*)$/

/**
 * Reads the lines of one state. `path` is the lock's path, `<bucket>/<state key>`: a nested Terraform that a
 * provisioner starts inherits the environment and writes into the same file.
 */
export function parseCoreLog(text: string, path: string): CoreLogFacts {
  const attempted: string[] = []
  const locked: string[] = []
  const unlockTried: string[] = []
  const unlocked: string[] = []
  for (const line of text.split('\n')) {
    const groups = LOCK_LINE.exec(line)?.groups
    if (groups === undefined) continue
    const fields = groups['fields'] ?? ''
    const id = fieldOf(fields, 'tf_backend.lock.id')
    if (id === undefined || pathOfFields(fields) !== path) continue
    if (groups['event'] === 'Attempting to lock') attempted.push(id)
    else if (groups['event'] === 'Attempting to unlock') unlockTried.push(id)
    else if (groups['event'] === 'Unlocked') unlocked.push(id)
    else if (fieldOf(fields, 'tf_backend.lock.operation') !== 'init') locked.push(id)
  }
  return { attempted, locked, unlockTried, unlocked }
}

function pathOfFields(fields: string): string | undefined {
  const path = fieldOf(fields, 'tf_backend.lock.path')
  if (path !== undefined) return path
  const [bucket, key] = [fieldOf(fields, 'tf_backend.s3.bucket'), fieldOf(fields, 'tf_backend.s3.path')]
  return bucket === undefined || key === undefined ? undefined : `${bucket}/${key}`
}

// hclog quotes a value that holds spaces or quotes, as Go's strconv.Quote does.
function fieldOf(fields: string, name: string): string | undefined {
  const start = fields.indexOf(`${name}=`)
  if (start < 0) return undefined
  const rest = fields.slice(start + name.length + 1)
  const quoted = /^"(?:[^"\\]|\\.)*"/.exec(rest)
  if (quoted === null) return /^\S*/.exec(rest)?.[0]
  try {
    return JSON.parse(quoted[0]) as string
  } catch {
    return undefined
  }
}
