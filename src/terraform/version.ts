import type { EngineVersion } from '../lock/mechanism.ts'

export interface TerraformVersion extends EngineVersion {
  /** As printed, e.g. `1.11.4` or `1.12.0-rc1`. */
  readonly text: string
}

/**
 * The first line of `terraform version`. Its `-json` form names the key `terraform_version` for both engines, so it
 * does not tell them apart.
 */
export function parseVersion(output: string): TerraformVersion | undefined {
  const match = /^(Terraform|OpenTofu) v((\d+)\.(\d+)\.\d+\S*)/m.exec(output)
  if (match === null) return undefined
  return {
    engine: match[1] === 'OpenTofu' ? 'opentofu' : 'terraform',
    text: match[2] ?? '',
    major: Number(match[3]),
    minor: Number(match[4]),
  }
}

/** `Terraform 1.11.4` */
export function renderVersion(version: TerraformVersion): string {
  return `${version.engine === 'opentofu' ? 'OpenTofu' : 'Terraform'} ${version.text}`
}
