module "m" {
  source = "./m"
}

resource "a_b" "first" {
  count = 2
}

resource "a_b" "last" {
  depends_on = [a_b.first[1], module.m]
}
