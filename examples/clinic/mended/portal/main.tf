terraform {
  required_providers {
    clevercloud = {
      source = "CleverCloud/clevercloud"
    }
    scalingo = {
      source = "Scalingo/scalingo"
    }
  }
}

provider "clevercloud" {
  organisation = "orga_clinique_des_lilas"
}

provider "scalingo" {
  region = "osc-fr1"
}

resource "clevercloud_postgresql" "appointments" {
  name   = "appointments"
  plan   = "m_med"
  region = "parhds"
}

resource "clevercloud_postgresql" "archive" {
  name   = "appointments-archive"
  plan   = "s_med"
  region = "fr-north-hds"
}

resource "scalingo_app" "portal" {
  name         = "patient-portal"
  hds_resource = true
}

resource "scalingo_addon" "sessions" {
  app         = scalingo_app.portal.id
  provider_id = "redis"
  plan        = "redis-business-256"
}
