import { row, type AuditRow } from './check.ts'
import type { BackendBlock } from './facts.ts'
import { fixBackendBlock } from './fixes.ts'

/** Names of secrets in the blocks of Terraform's backends; what only names a file, a key in KMS or a suffix is none. */
const SECRET =
  /(?:^|_)(?:secret|secret_key|secret_id|client_secret|password|token|access_key|credentials|private_key|private_key_pem|client_key|encryption_key|customer_key|http_auth|conn_str|passphrase)(?:_pem)?$/
const NO_SECRET = /^kms_|_(?:files?|path|suffix|arn)$/
/** `https://user:password@host` */
const URL_WITH_PASSWORD = /\/\/[^/@\s:]*:[^/@\s]+@/
const PASSWORD_OF_CONNECTION = /(?:^|\s)password\s*=|\/\/[^/@\s:]*:[^/@\s]+@/i

export interface BackendSecret {
  /** `access_key`, `assume_role.token` */
  readonly name: string
  readonly value: string
}

/** The secrets in what init has left, at any depth. Their values are for hiding them, never for telling. */
export function secretsOfBackend(config: Readonly<Record<string, unknown>>, path = ''): BackendSecret[] {
  return Object.entries(config).flatMap(([name, value]) => {
    const full = path === '' ? name : `${path}.${name}`
    if (typeof value === 'string') return value !== '' && isSecret(name, value) ? [{ name: full, value }] : []
    // A nested block is a list of one in configurations of older versions.
    if (Array.isArray(value))
      return value.flatMap((entry: unknown) => secretsOfBackend({ [name]: entry }, path))
    if (typeof value !== 'object' || value === null) return []
    return secretsOfBackend(value as Readonly<Record<string, unknown>>, full)
  })
}

/** Where init has left nothing to look into, the names in the block tell. */
export function judgeSecretsOfBlock(block: BackendBlock | undefined): AuditRow {
  const names = block?.attributes.filter((name) => SECRET.test(name) && !NO_SECRET.test(name)) ?? []
  return names.length === 0
    ? row('secrets', 'unknown', 'Not known: what -backend-config brings is seen once init has run.')
    : row('secrets', 'fail', `In the backend block, and so in Git: ${names.join(', ')}. ${END}`)
}

function isSecret(name: string, value: string): boolean {
  if (URL_WITH_PASSWORD.test(value)) return true
  if (!SECRET.test(name) || NO_SECRET.test(name)) return false
  if (name === 'conn_str') return PASSWORD_OF_CONNECTION.test(value)
  // The gcs backend takes the key itself, or the path of a file that has it.
  return name !== 'credentials' || value.trimStart().startsWith('{')
}

const END =
  'Terraform copies it into .terraform/ and every plan file. Give it in the environment, or better a role.'

/** A secret of the block is in Git; one of `-backend-config` is in `.terraform/` and in every plan file. */
export function judgeSecrets(
  type: string,
  config: Readonly<Record<string, unknown>>,
  block: BackendBlock | undefined,
): AuditRow {
  const names = secretsOfBackend(config).map(({ name }) => name)
  if (names.length === 0) return row('secrets', 'pass', 'None was found.')
  const inBlock = names.filter((name) => block?.attributes.includes(name.split('.').at(-1) ?? '') === true)
  const fix = fixBackendBlock(type, `# without ${names.join(', ')}: a role, or the environment, has them`)
  return inBlock.length > 0
    ? row('secrets', 'fail', `In the backend block, and so in Git: ${inBlock.join(', ')}. ${END}`, fix)
    : row('secrets', 'warn', `In -backend-config: ${names.join(', ')}. ${END}`, fix)
}
