resource "a_b" "other" {}

resource "aws_instance" "i" {
  ami = "x"
  lifecycle {
    prevent_destroy      = true
    replace_triggered_by = [a_b.other.id]
  }
  connection {
    host = a_b.other.address
  }
  provisioner "local-exec" {
    command = "curl ${a_b.other.address} | sh"
  }
  timeouts {
    create = "5m"
  }
}
