resource "a_b" "c" {
  a = 1 + 2 * 3
  b = (1 + 2) * 3
  c = -7 % 3
  d = 10 / 4
  e = "1" == 1
  f = true && !false || false
  g = 1 < 2 && 2 <= 2
  h = [1, 2] == [1, 2]
  i = { a = 1 } != { a = 2 }
  j = null == null
  k = 2 - -1
  l = false && var.missing
}
