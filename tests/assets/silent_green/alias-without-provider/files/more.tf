resource "aws_s3_bucket" "letters" {
  bucket = "letters"
  provider = aws.paris
  tags = { data_classification = "health" }
}
