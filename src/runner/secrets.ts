const SECRET_NAME =
  /TOKEN|SECRET|PASSWORD|PASSPHRASE|CREDENTIAL|PRIVATE_?KEY|API_?KEY|ACCESS_KEY|CUSTOMER_KEY|_PASS(?:WD)?$|^PGPASS|CONN(?:ECTION)?_?STR|ENCRYPTION-KEY$/i
/** A short value is the name of a key. */
const SECRET_KEY_NAME = /(?:^|_)(?:APP|ENCRYPTION)_KEY$/i
const minimumKeyLength = 20
/** Addresses and paths, which say where a secret is, and times, until which it is good. */
const NO_SECRET_NAME = /_(?:FILE|PATH|DIR|URL|URI)$|^PGPASSFILE$|[_-]EXPIRATION$/i
/** `scheme://user:password@`, also with more after it. */
const URL_PASSWORD = /\b[a-z][a-z\d+.-]{0,30}:\/\/[^\s/?#@:"]*:([^\s/?#"]+)@/gi
const minimumLength = 8

/**
 * What the environment holds under a name that says it is a secret, or in a URL. The runner masks secrets in the log,
 * but in no comment.
 */
export function secretsOfEnvironment(env: Readonly<Record<string, string | undefined>>): string[] {
  const backendConfig = (env['INPUT_BACKEND-CONFIG'] ?? '').split('\n').map(settingFromLine)
  return [...Object.entries(env), ...backendConfig]
    .flatMap(([name, value = '']) => {
      const isKey = SECRET_KEY_NAME.test(name) && value.length >= minimumKeyLength
      return [...(isKey || isSecretName(name) ? [value] : []), ...passwordsInUrls(value)]
    })
    .filter((secret) => secret.length >= minimumLength)
}

export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name) && !NO_SECRET_NAME.test(name)
}

/** Settings of a backend that say where a state is. */
const PLACES = new Set([
  ...['bucket', 'key', 'region', 'prefix', 'path', 'workspace_key_prefix', 'dynamodb_table'],
  ...['container_name', 'storage_account_name', 'resource_group_name', 'schema_name'],
  ...['address', 'organization', 'hostname'],
])

/**
 * The lines of the input `backend-config` that say where a state is, files included. A hash of anything else could be
 * tried for what it was made of.
 */
export function placesOfBackendConfig(lines: readonly string[]): string[] {
  return lines
    .filter((line) => !line.includes('=') || PLACES.has(settingFromLine(line)[0]))
    .map((line) => withoutQuery(line.replace(/(:\/\/)[^\s/?#]*@/, '$1')))
}

function withoutQuery(line: string): string {
  const start = line.indexOf('://')
  const length = start < 0 ? -1 : line.slice(start).search(/[?#]/)
  return length < 0 ? line : line.slice(0, start + length)
}

function settingFromLine(line: string): [string, string] {
  const [name = '', ...value] = line.split('=')
  return [name.trim(), value.join('=').trim()]
}

/** As they are written, and as a server is told them. */
function passwordsInUrls(text: string): string[] {
  return [...text.matchAll(URL_PASSWORD)].flatMap(([, password = '']) => {
    try {
      return [...new Set([password, decodeURIComponent(password)])]
    } catch {
      return [password]
    }
  })
}
