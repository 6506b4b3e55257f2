variable "which" {
  default = "m"
}

variable "asked" {}

module "known" {
  source = "./${var.which}"
}

module "unknown" {
  source = var.asked
}
