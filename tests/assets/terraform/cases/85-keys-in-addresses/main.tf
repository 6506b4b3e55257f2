resource "a_b" "c" {
  for_each = toset(["a\"b", "c\\d", "$${e}", "é"])
  v        = each.key
}
