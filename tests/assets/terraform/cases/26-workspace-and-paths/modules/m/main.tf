resource "a_b" "m" {
  module = path.module
  root   = path.root
}
