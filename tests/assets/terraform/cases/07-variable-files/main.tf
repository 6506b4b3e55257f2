variable "region" {
  default = "us-east-1"
}

variable "encrypted" {
  type    = bool
  default = false
}

variable "size" {
  default = 1
}

provider "aws" {
  region = var.region
}

resource "aws_ebs_volume" "v" {
  encrypted = var.encrypted
  size      = var.size
}
