# The lock file locks it.
terraform {
  backend "s3" {
    bucket       = "acme-terraform-state"
    key          = "production/terraform.tfstate"
    region       = "eu-west-1"
    encrypt      = true
    use_lockfile = true
  }
}
