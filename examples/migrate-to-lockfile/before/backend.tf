# DynamoDB locks the state.
terraform {
  backend "s3" {
    bucket         = "acme-terraform-state"
    key            = "production/terraform.tfstate"
    region         = "eu-west-1"
    encrypt        = true
    dynamodb_table = "terraform-locks"
  }
}
