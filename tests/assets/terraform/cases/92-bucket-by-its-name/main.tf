provider "aws" {
  region = "eu-west-3"
}

provider "aws" {
  alias  = "ovh"
  region = "gra"
  endpoints {
    s3 = "https://s3.gra.io.cloud.ovh.net"
  }
}

locals {
  name = "records-${lower("PARIS")}"
}

resource "aws_s3_bucket" "records" {
  bucket = local.name
}

resource "aws_s3_bucket" "twin_a" {
  bucket = "twin"
}

resource "aws_s3_bucket" "twin_b" {
  bucket = "twin"
}

resource "google_storage_bucket" "records" {
  name     = "records-paris"
  location = "europe-west9"
}

resource "aws_s3_object" "by_name" {
  bucket = "records-paris"
  key    = "records-paris"
}

resource "aws_s3_bucket_replication_configuration" "by_arn" {
  bucket = aws_s3_bucket.records.id
  rule {
    destination {
      bucket = "arn:aws:s3:::records-paris"
    }
  }
}

resource "aws_s3_object" "of_twin" {
  bucket = "twin"
}

resource "aws_s3_object" "elsewhere" {
  provider = aws.ovh
  bucket   = "records-paris"
}

resource "google_storage_bucket_object" "google" {
  bucket = "records-paris"
}

resource "aws_s3_object" "unknown" {
  bucket = "nowhere"
}
