resource "a_b" "nulls" {
  for_each = { a = null, b = 1 }
  v        = each.value
}

resource "a_b" "by_resource" {
  for_each = { for key, one in a_b.nulls : key => one }
  v        = each.key
}

resource "random_id" "r" {}

resource "a_b" "random" {
  for_each = toset([random_id.r.hex])
  v        = each.key
}
