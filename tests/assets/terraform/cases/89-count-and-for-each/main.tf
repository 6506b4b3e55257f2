resource "a_b" "both" {
  count    = 3
  for_each = toset(["x", "y"])
  name     = each.value
  other    = a_c.one.id
}

resource "a_c" "one" {
}

module "m" {
  source   = "./m"
  count    = 2
  for_each = { k = a_c.one.id }
  given    = each.value
}
