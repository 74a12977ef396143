import type { History, StateVersion, VersionContent } from '../../src/restore/state-history.ts'

/** Newest first. */
export function historyOf(versions: readonly StateVersion[]): History {
  return {
    versions: versions.map((version, index) => ({ ...version, isLatest: index === 0 })),
    older: [],
    isCut: false,
  }
}

function version(versionId: string, content: VersionContent): StateVersion {
  const kind = content.kind === 'none' ? 'delete-marker' : 'object'
  const storedAt = Date.parse('2026-08-22T10:11:12Z')
  return {
    kind,
    versionId,
    storedAt,
    sizeBytes: 2048,
    isLatest: false,
    owner: '',
    content,
    writer: undefined,
  }
}

/** Its md5 is `md5-of-<versionId>`. */
export function state(
  versionId: string,
  serial: number,
  lineage = 'the-lineage',
  resources: Readonly<Record<string, string>> = {},
): StateVersion {
  const summary = {
    ...{ serial, lineage, terraformVersion: '1.11.4', md5: `md5-of-${versionId}` },
    resources: new Map(Object.entries(resources)),
  }
  return version(versionId, { kind: 'state', summary })
}

export function notWhole(versionId: string, serial?: number): StateVersion {
  return version(versionId, { kind: 'not-whole', serial, md5: `md5-of-${versionId}` })
}

export function deleted(versionId: string, owner = ''): StateVersion {
  return { ...version(versionId, { kind: 'none' }), owner }
}
