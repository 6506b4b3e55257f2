variable "given" {}

resource "a_d" "in" {
  given = var.given
}
