/** Of a commit or a tree, SHA-1 or SHA-256, in hex. */
export function isGitId(value: unknown): value is string {
  return typeof value === 'string' && /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(value)
}

/** A commit as it is told to people. */
export function shortCommit(commit: string): string {
  return commit.slice(0, 12)
}
