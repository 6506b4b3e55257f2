resource "aws_s3_bucket" "copies" {
  bucket = "clinic-copies"
}
resource "aws_s3_bucket" "other" {
  bucket = "clinic-other"
}
