resource "aws_s3_bucket" "letters" {
  region = terraform.workspace == "prod" ? "us-east-1" : "eu-west-3"
  bucket = "letters"
  tags = { data_classification = "health" }
}
