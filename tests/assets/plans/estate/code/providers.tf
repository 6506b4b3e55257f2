terraform {
  required_providers {
    aws      = { source = "hashicorp/aws" }
    scaleway = { source = "scaleway/scaleway" }
    ovh      = { source = "ovh/ovh" }
    outscale = { source = "outscale/outscale" }
    google   = { source = "hashicorp/google" }
    azurerm  = { source = "hashicorp/azurerm" }
  }
}

variable "region" {
  type    = string
  default = "eu-west-3"
}

variable "password" {
  type      = string
  sensitive = true
}

provider "aws" {
  region = var.region

  default_tags {
    tags = { owner = "clinic" }
  }
}

provider "aws" {
  alias  = "dr"
  region = "eu-central-1"
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

provider "google" {
  project = "clinic"
  region  = "europe-west9"
}

provider "azurerm" {
  features {}
}
