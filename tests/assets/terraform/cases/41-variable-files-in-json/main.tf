variable "text" {}

variable "map" {
  type = map(string)
}

resource "a_b" "c" {
  text = var.text
  map  = var.map
}
