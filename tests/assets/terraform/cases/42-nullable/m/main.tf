variable "strict" {
  default  = "eu-west-3"
  nullable = false
}

variable "loose" {
  default = "eu-west-3"
}

resource "a_b" "c" {
  strict = var.strict
  loose  = var.loose
}
