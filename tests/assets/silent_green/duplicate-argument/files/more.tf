resource "aws_s3_bucket" "letters" {
  region = "eu-west-3"
  region = "us-east-1"
  tags = { data_classification = "health" }
}
