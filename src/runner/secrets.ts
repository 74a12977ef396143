const SECRET_NAME =
  /TOKEN|SECRET|PASSWORD|PASSPHRASE|CREDENTIAL|PRIVATE_?KEY|API_?KEY|ACCESS_KEY|CUSTOMER_KEY/i
/** Addresses and paths, which say where a secret is. */
const PLACE_NAME = /_(?:FILE|PATH|DIR|URL|URI)$/i
const minimumLength = 8

/**
 * What the environment holds under a name that says it is a secret. The runner masks secrets in the log, but in no
 * comment.
 */
export function secretsOfEnvironment(env: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(env).flatMap(([name, value]) =>
    value !== undefined && value.length >= minimumLength && isSecretName(name) ? [value] : [],
  )
}

export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name) && !PLACE_NAME.test(name)
}
