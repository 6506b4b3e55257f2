locals {
  name = "second"
}

resource "a_b" "c" {
  tags = { b = 2 }
}
