variable "tuple" {
  type    = tuple([string, number])
  default = ["a", "1"]
}

variable "any" {
  type    = any
  default = { x = [1, { y = "z" }] }
}

variable "map" {
  type    = map(any)
  default = { a = 1, b = 2 }
}

resource "a_b" "c" {
  tuple = var.tuple
  any   = var.any.x[1].y
  map   = var.map["b"]
}
