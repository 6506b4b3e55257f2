terraform {
  required_providers {
    aws = {
      source                = "hashicorp/aws"
      configuration_aliases = [aws.backup]
    }
  }
}

resource "aws_s3_bucket" "own" {}

module "inner" {
  source    = "./inner"
  providers = { aws = aws.backup }
}
