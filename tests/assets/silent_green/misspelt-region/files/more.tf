resource "aws_s3_bucket" "letters" {
  region = "eu-west-33"
  bucket = "letters"
  tags = { data_classification = "health" }
}
