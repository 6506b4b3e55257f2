variable "n" {}
resource "aws_s3_bucket" "letters" {
  region = var.n
  bucket = var.name
  count  = var.n
  tags = { data_classification = "health" }
}
