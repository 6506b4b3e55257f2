variable "subnets" {
  type = list(string)
}

resource "aws_db_instance" "d" {
  count  = length(var.subnets)
  subnet = var.subnets[count.index]
}
