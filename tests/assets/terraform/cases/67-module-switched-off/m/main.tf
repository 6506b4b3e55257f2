resource "a_b" "one" {}

resource "a_b" "two" {
  count = 5
}

module "inner" {
  source = "./inner"
}
