data "aws_availability_zones" "all" {}
resource "aws_s3_bucket" "letters" {
  region = each.key
  bucket = "letters"
  for_each = toset(data.aws_availability_zones.all.names)
  tags = { data_classification = "health" }
}
