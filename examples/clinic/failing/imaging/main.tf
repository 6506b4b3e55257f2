terraform {
  required_providers {
    scaleway = {
      source = "scaleway/scaleway"
    }
    ovh = {
      source = "ovh/ovh"
    }
  }
}

provider "scaleway" {
  region = "fr-par"
  zone   = "fr-par-1"
}

provider "ovh" {
  endpoint = "ovh-eu"
}

variable "ovh_project" {
  type    = string
  default = "0a1b2c3d4e5f"
}

resource "scaleway_instance_server" "pacs" {
  name  = "pacs"
  type  = "DEV1-L"
  image = "debian_bookworm"
  tags  = ["data_classification=health"]

  additional_volume_ids = [scaleway_block_volume.images.id]
}

resource "scaleway_block_volume" "images" {
  name       = "pacs-images"
  iops       = 5000
  size_in_gb = 2000
}

resource "scaleway_block_snapshot" "images" {
  name      = "pacs-images-weekly"
  volume_id = scaleway_block_volume.images.id
}

resource "scaleway_object_bucket" "studies" {
  name   = "clinique-des-lilas-studies"
  region = "nl-ams"
  tags   = { data_classification = "health" }
}

resource "ovh_cloud_project_database" "dicom_index" {
  service_name = var.ovh_project
  description  = "dicom-index"
  engine       = "postgresql"
  version      = "16"
  plan         = "business"
  flavor       = "db1-15"

  dynamic "nodes" {
    for_each = toset(["GRA"])
    content {
      region = nodes.value
    }
  }
}
