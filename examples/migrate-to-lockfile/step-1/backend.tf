# Both lock it: first the lock file is taken, then the item in the table. So whoever still has the block of before,
# or already that of step 2, waits for whoever has this one.
terraform {
  backend "s3" {
    bucket         = "acme-terraform-state"
    key            = "production/terraform.tfstate"
    region         = "eu-west-1"
    encrypt        = true
    use_lockfile   = true
    dynamodb_table = "terraform-locks"
  }
}
