/** In each secret that a run is given, so that one search finds them all. */
const mark = 'Canary7Nightjar'

export function canary(name: string): string {
  return `${mark}-${name}`
}

/**
 * What jobs have in their environment. Every run of a test has it, so every test fails that lets one of them out; see
 * `leakIn`.
 */
export const secretEnvironment: Readonly<Record<string, string>> = {
  AWS_SECRET_ACCESS_KEY: canary('aws-secret-key'),
  ARM_CLIENT_SECRET: canary('arm-client-secret'),
  DATABASE_URL: `postgres://app:${canary('url-password')}@db.example/app`,
  GOOGLE_CREDENTIALS: JSON.stringify({ private_key: canary('google-key') }),
  PGPASSWORD: canary('pgpassword'),
  TF_TOKEN_app_terraform_io: canary('tf-token'),
  TF_VAR_lockstep_canary_password: canary('tf-var'),
  VAULT_TOKEN: canary('vault-token'),
}

const formsOfMark = [
  mark,
  Buffer.from(mark).toString('hex'),
  ...[0, 1, 2].map((shift) => base64At(shift, mark)),
]

/**
 * The secret that stands in these bytes, which leave the process: a canary in clear, in base64 or in hex, or one of
 * `secrets` as it is. undefined where there is none.
 */
export function leakIn(bytes: string | Buffer, secrets: readonly string[] = []): string | undefined {
  const text = typeof bytes === 'string' ? bytes : bytes.toString('latin1')
  const found = [...formsOfMark, ...secrets].find((form) => form.length >= 8 && text.includes(form))
  if (found === undefined) return undefined
  const at = text.indexOf(found)
  return text.slice(Math.max(0, at - 60), at + 60)
}

/** @throws Error that says where */
export function expectNoLeak(where: string, bytes: string | Buffer, secrets: readonly string[] = []): void {
  const leak = leakIn(bytes, secrets)
  if (leak !== undefined) throw new Error(`A secret has left the process, ${where}: …${leak}…`)
}

/** The headers in which a secret is what the receiver wants. */
const secretHeaders = ['authorization', 'x-amz-security-token', 'x-amz-server-side-encryption-customer-key']

export function bytesOfRequest(
  { url = '', headers }: { url?: string | undefined; headers: NodeJS.Dict<string | string[]> },
  body: string,
): string {
  const told = Object.entries(headers).filter(([name]) => !secretHeaders.includes(name.toLowerCase()))
  return [url, JSON.stringify(told), body].join('\n')
}

/** What all encodings have in common that hold `text` behind so many other bytes. */
function base64At(shift: number, text: string): string {
  const encoded = Buffer.from(`${'\0'.repeat(shift)}${text}`).toString('base64')
  return encoded.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + text.length) * 8) / 6))
}
