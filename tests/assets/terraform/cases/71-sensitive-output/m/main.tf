output "secret" {
  sensitive = true
  value     = "hunter2"
}

output "plain" {
  value = nonsensitive("x")
}
