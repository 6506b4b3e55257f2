provider "aws" {
  region = data.aws_region.here.name
}

data "aws_region" "here" {}

resource "aws_ebs_volume" "v" {
  availability_zone = "${data.aws_region.here.name}a"
}
