variable "where" {
  default = "eu-west-3"
}
resource "aws_s3_bucket" "letters" {
  region = var.where
  bucket = "letters"
  tags = { data_classification = "health" }
}
