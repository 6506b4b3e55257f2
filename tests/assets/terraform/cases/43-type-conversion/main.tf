variable "flag" {
  type    = bool
  default = "true"
}

variable "size" {
  type    = number
  default = "20"
}

variable "name" {
  type    = string
  default = 5
}

variable "set" {
  type    = set(string)
  default = ["b", "a", "b"]
}

variable "wrong" {
  type    = number
  default = "twenty"
}

resource "a_b" "c" {
  for_each = var.set
  flag     = var.flag
  size     = var.size + 1
  name     = var.name
  wrong    = var.wrong
}
