output "identifier" {
  value = aws_db_instance.main.identifier
}

output "address" {
  value = aws_db_instance.main.address
}
