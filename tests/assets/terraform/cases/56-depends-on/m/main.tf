resource "a_b" "inner" {}

resource "a_b" "other" {
  v = a_b.inner.id
}
