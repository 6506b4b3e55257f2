resource "aws_s3_bucket" "records" {
  region = "us-east-1"
}
