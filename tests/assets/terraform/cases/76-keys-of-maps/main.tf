locals {
  name = "x"
  map = {
    "a.b"        = 1
    bare         = 2
    (local.name) = 3
    "k-${local.name}" = 4
    5            = 5
  }
}

resource "a_b" "c" {
  dotted   = local.map["a.b"]
  bare     = local.map.bare
  computed = local.map["x"]
  template = local.map["k-x"]
  number   = local.map["5"]
  list     = [10, 20][1]
  all      = sort(keys(local.map))
}
