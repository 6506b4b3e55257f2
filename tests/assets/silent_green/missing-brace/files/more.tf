resource "aws_s3_bucket" "open" {
  bucket = "open"

resource "aws_s3_bucket" "letters" {
  region = "us-east-1"
  bucket = "letters"
  tags = { data_classification = "health" }
}
