import type { Terraform } from './terraform.ts'

/** As a plan's record names it. */
export interface InstalledEngine {
  readonly engine: 'terraform' | 'tofu'
  /** Such as `1.11.4`. */
  readonly version: string
}

/** What `version` prints first: `Terraform v1.11.4`, `OpenTofu v1.9.0`. undefined where it could not be run. */
export async function readInstalledEngine(terraform: Terraform): Promise<InstalledEngine | undefined> {
  try {
    const { stdout } = await terraform.run(['version'])
    const [, name, version] = /^(Terraform|OpenTofu) v([\w.+-]{1,100})$/m.exec(stdout) ?? []
    if (name === undefined || version === undefined) return undefined
    return { engine: name === 'OpenTofu' ? 'tofu' : 'terraform', version }
  } catch {
    return undefined
  }
}
