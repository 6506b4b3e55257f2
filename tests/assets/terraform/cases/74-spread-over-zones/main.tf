variable "zones" {
  default = ["eu-west-3a", "eu-west-3b"]
}

resource "aws_subnet" "s" {
  count             = 3
  availability_zone = element(var.zones, count.index)
  cidr_block        = cidrsubnet("10.0.0.0/16", 8, count.index)
  first             = count.index == 0
}
