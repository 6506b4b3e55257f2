variable "where" {
  sensitive = true
  default   = "us-east-1"
}
resource "aws_s3_bucket" "letters" {
  region = var.where
  tags = { data_classification = "health" }
}
