resource "aws_s3_bucket" "b" {
  for_each = toset(["images", "reports"])
  bucket   = "clinic-${each.key}"
}

resource "aws_s3_bucket_versioning" "v" {
  for_each = aws_s3_bucket.b
  bucket   = each.value.id
  name     = each.value.bucket
}
