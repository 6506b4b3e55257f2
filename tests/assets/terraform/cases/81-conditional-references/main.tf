variable "own_key" {
  default = true
}

variable "asked" {}

resource "aws_kms_key" "own" {}
resource "aws_kms_key" "shared" {}

resource "aws_s3_bucket" "known" {
  key = var.own_key ? aws_kms_key.own.arn : aws_kms_key.shared.arn
}

resource "aws_s3_bucket" "open" {
  key = var.asked ? aws_kms_key.own.arn : aws_kms_key.shared.arn
}
