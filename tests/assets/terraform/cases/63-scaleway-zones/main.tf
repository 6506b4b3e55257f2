terraform {
  required_providers {
    scaleway = {
      source = "scaleway/scaleway"
    }
  }
}

provider "scaleway" {
  region = "fr-par"
  zone   = "fr-par-1"
}

resource "scaleway_instance_server" "s" {
  zone = "nl-ams-1"
}

resource "scaleway_rdb_instance" "r" {
  region = "pl-waw"
}
