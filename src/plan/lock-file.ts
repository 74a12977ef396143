/** Of the dependency lock file, in which Terraform keeps the providers' versions and hashes. */
export const lockFileName = '.terraform.lock.hcl'
