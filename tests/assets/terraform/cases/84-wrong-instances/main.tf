resource "a_b" "list" {
  for_each = ["a", "b"]
}

resource "a_b" "negative" {
  count = -1
}

resource "a_b" "fraction" {
  count = 1.5
}

resource "a_b" "text" {
  count = "two"
}

resource "a_b" "number" {
  count = "2"
}
