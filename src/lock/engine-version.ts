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
  return typeof text === 'string' ? parseEngineVersion(isTofu ? 'opentofu' : 'terraform', text) : undefined
}

/** undefined for what is no version. */
export function parseEngineVersion(engine: EngineVersion['engine'], text: string): EngineVersion | undefined {
  const match = /^(\d+)\.(\d+)\.\d+[\w.+-]*$/.exec(text)
  if (match === null) return undefined
  return { engine, text, major: Number(match[1]), minor: Number(match[2]) }
}

export function isAtLeast(version: EngineVersion, major: number, minor: number): boolean {
  return version.major > major || (version.major === major && version.minor >= minor)
}
