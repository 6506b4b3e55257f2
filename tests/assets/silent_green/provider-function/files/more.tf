resource "aws_s3_bucket" "letters" {
  region = provider::assert::region("eu-west-3")
  bucket = "letters"
  tags = { data_classification = "health" }
}
