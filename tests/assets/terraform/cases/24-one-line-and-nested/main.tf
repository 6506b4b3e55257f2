resource "a_b" "one" { name = "x" }
resource "a_b" "empty" {}
resource "a_b" "nested" {
  outer {
    dynamic "inner" {
      for_each = { p = 1, q = 2 }
      iterator = it
      content {
        name  = it.key
        value = it.value
      }
    }
  }
}
