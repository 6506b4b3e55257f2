provider "aws" {
  region = "us-east-1"
}
resource "aws_s3_bucket" "letters" {
  bucket = "letters"
  tags = { data_classification = "health" }
}
