variable "region" {}

variable "zones" {
  type = list(string)
}

variable "count_of" {
  type = number
}

resource "a_b" "c" {
  count  = var.count_of
  region = var.region
  zone   = var.zones[count.index]
}
