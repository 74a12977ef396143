/** Oldest first. Without a header GitHub answers by the oldest. */
const versionsOfGithub = ['2022-11-28', '2026-03-10']
const versionsOfEnterprise = ['2022-11-28']

/** Names of properties that the objects of the fake have lost in a version; each is removed wherever it stands. */
const removedIn: Record<string, readonly string[]> = {
  '2026-03-10': ['assignee', 'has_downloads', 'merge_commit_sha'],
}

export function supportedVersions(enterprise: boolean): readonly [string, ...string[]] {
  const [oldest = '', ...newer] = enterprise ? versionsOfEnterprise : versionsOfGithub
  return [oldest, ...newer]
}

export function jsonInVersion(body: unknown, version: string): string {
  const removed = Object.entries(removedIn).flatMap(([since, names]) => (since <= version ? names : []))
  return JSON.stringify(body, (key, value: unknown) => (removed.includes(key) ? undefined : value))
}

export function unsupportedVersionMessage(version: string, supported: readonly string[]): string {
  const list = [...supported]
    .reverse()
    .map((each, index) => `"${each}"${index === 0 ? ' (most recent)' : ''}`)
  return (
    `Bad Request: The version you specified in the "X-GitHub-API-Version" request header, "${version}", ` +
    `is not a supported version. The following versions are currently supported: ${list.join(', ')}.`
  )
}
