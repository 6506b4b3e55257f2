provider "aws" {
  region = "eu-west-3"
}

resource "aws_db_instance" "d" {
  engine            = "postgres"
  storage_encrypted = false
  timeouts {
    create = "10m"
  }
  blue_green_update {
    enabled = true
  }
}
