variable "wanted" {
  default = "logs"
}

variable "other" {
  default = ""
}

resource "google_vmwareengine_private_cloud" "pc" {
  for_each = toset(["one", "two"])
  name     = each.key
}

resource "google_pubsub_topic" "t" {
  for_each = toset(["logs", "letters"])
  name     = "topic-${each.key}"
}

locals {
  clusters = merge([for key in ["one", "two"] : { (key) = { parent = try(google_vmwareengine_private_cloud.pc[key].id, null) } }]...)
  topics   = { for key, topic in google_pubsub_topic.t : "topics:${key}" => topic.name }
}

resource "google_vmwareengine_cluster" "c" {
  for_each = local.clusters
  parent   = each.value.parent
}

resource "google_pubsub_subscription" "s" {
  topic    = lookup(local.topics, "topics:${var.wanted}", var.other)
  changed  = "${google_vmwareengine_private_cloud.pc["one"].id}-copy"
  chosen   = var.other == "" ? google_vmwareengine_private_cloud.pc["two"].id : var.other
  fallback = coalesce(google_vmwareengine_private_cloud.pc["one"].id, var.other)
}
