export interface EngineVersion {
  readonly engine: 'terraform' | 'opentofu'
  /** As printed, e.g. `1.11.4` or `1.12.0-rc1`. */
  readonly text: string
  readonly major: number
  readonly minor: number
}

/** Of the stream's first event, `{"type":"version","terraform":"1.11.4",…}`; OpenTofu's key is `tofu`. */
export function engineVersionFromEvent(body: Readonly<Record<string, unknown>>): EngineVersion | undefined {
  const isTofu = typeof body['tofu'] === 'string'
  const text = isTofu ? body['tofu'] : body['terraform']
  const match = typeof text === 'string' ? /^(\d+)\.(\d+)\.\d+[\w.+-]*$/.exec(text) : null
  if (match === null) return undefined
  return {
    engine: isTofu ? 'opentofu' : 'terraform',
    text: match[0],
    major: Number(match[1]),
    minor: Number(match[2]),
  }
}

export function isAtLeast(version: EngineVersion, major: number, minor: number): boolean {
  return version.major > major || (version.major === major && version.minor >= minor)
}
