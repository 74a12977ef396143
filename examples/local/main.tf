# The smallest configuration there is: a local state, and a resource that needs no provider from outside.
resource "terraform_data" "hello" {
  input = "hello"
}

output "hello" {
  value = terraform_data.hello.output
}
