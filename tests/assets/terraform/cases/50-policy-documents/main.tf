resource "aws_s3_bucket" "b" {}

resource "aws_iam_role" "r" {
  known   = jsonencode({ Statement = [{ Effect = "Allow", Action = ["s3:*"] }] })
  partial = jsonencode({ Resource = [aws_s3_bucket.b.arn, "${aws_s3_bucket.b.arn}/*"] })
}
