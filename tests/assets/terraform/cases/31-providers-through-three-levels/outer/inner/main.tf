resource "aws_s3_bucket" "copy" {}

module "last" {
  source = "../../last"
}
