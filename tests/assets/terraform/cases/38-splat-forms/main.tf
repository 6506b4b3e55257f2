locals {
  list = [{ a = 1, b = [{ c = 2 }] }, { a = 3, b = [] }]
  one  = { a = 4 }
  none = null
}

resource "a_b" "c" {
  full   = local.list[*].a
  legacy = local.list.*.a
  deep   = local.list[*].b[*].c
  single = local.one[*].a
  null   = local.none[*]
  flat   = flatten(local.list[*].b[*].c)
}
