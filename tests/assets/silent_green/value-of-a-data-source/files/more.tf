data "aws_region" "here" {}
resource "aws_s3_bucket" "letters" {
  region = data.aws_region.here.name
  bucket = "letters"
  tags = { data_classification = "health" }
}
