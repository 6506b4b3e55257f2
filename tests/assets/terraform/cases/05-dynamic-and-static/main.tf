resource "aws_security_group" "g" {
  ingress {
    from_port = 22
  }
  dynamic "ingress" {
    for_each = [443, 5432]
    content {
      from_port = ingress.value
    }
  }
}
