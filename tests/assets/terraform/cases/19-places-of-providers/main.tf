provider "azurerm" {
  features {}
}

provider "google" {
  region = "europe-west9"
}

provider "scaleway" {
  region = "fr-par"
  zone   = "fr-par-1"
}

provider "ovh" {
  endpoint = "ovh-eu"
}

provider "outscale" {
  api {
    region = "eu-west-2"
  }
}

resource "azurerm_resource_group" "g" {
  location = "francecentral"
}

resource "azurerm_storage_account" "s" {
  location = azurerm_resource_group.g.location
}

resource "google_storage_bucket" "b" {
  location = "EUROPE-WEST9"
}

resource "scaleway_rdb_instance" "r" {}

resource "ovh_cloud_project_database" "d" {
  nodes {
    region = "GRA"
  }
}

resource "outscale_volume" "v" {
  subregion_name = "eu-west-2a"
}
