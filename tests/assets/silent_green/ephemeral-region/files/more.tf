variable "where" {
  ephemeral = true
  default   = "eu-west-3"
}
resource "aws_s3_bucket" "letters" {
  region = var.where
  tags = { data_classification = "health" }
}
