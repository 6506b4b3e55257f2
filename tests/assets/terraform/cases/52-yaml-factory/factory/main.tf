variable "data" {}

locals {
  raw = {
    for f in try(fileset(pathexpand(var.data), "**/*.yaml"), []) :
    trimsuffix(basename(f), ".yaml") => yamldecode(file("${pathexpand(var.data)}/${f}"))
  }
  buckets = { for k, v in local.raw : k => merge({ class = "STANDARD" }, v) }
}

resource "google_storage_bucket" "b" {
  for_each = local.buckets
  location = each.value.location
  class    = each.value.class
  labels   = lookup(each.value, "labels", {})
}
