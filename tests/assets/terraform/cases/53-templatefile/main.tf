resource "aws_eip" "e" {}

resource "aws_instance" "i" {
  user_data = templatefile("${path.module}/init.tftpl", { hosts = ["a", "b"], debug = false })
  unknown   = templatefile("${path.module}/ip.tftpl", { ip = aws_eip.e.public_ip })
}
