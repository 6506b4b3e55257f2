output "subnets" { value = ["s-1", "s-2"] }
