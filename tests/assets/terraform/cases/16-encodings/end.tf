resource "aws_s3_bucket" "été" {
  bucket = "x"
}