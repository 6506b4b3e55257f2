resource "aws_s3_bucket" "b" {
  region = "us-east-1"
}
