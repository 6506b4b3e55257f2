resource "random_pet" "logs" {
  length = 3
}

resource "aws_s3_bucket_logging" "logs" {
  bucket        = aws_s3_bucket.records.id
  target_bucket = random_pet.logs.id
  target_prefix = "records/"
}
