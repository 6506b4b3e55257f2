locals {
  where = (
    # not in France
    true
    ? "us-east-1" # a comment
    : null
  )
}
resource "aws_s3_bucket" "letters" {
  region = local.where
  bucket = "letters"
  tags = { data_classification = "health" }
}
