variable "source" {}
module "letters" {
  source = var.source
}
