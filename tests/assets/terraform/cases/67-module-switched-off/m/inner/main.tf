resource "a_b" "three" {}

data "a_b" "no" {}
