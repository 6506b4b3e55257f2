resource "aws_db_instance" "d" {
  storage_encrypted = true
  timeouts {
    delete = "5m"
  }
}

provider "aws" {
  region = "eu-central-1"
}
