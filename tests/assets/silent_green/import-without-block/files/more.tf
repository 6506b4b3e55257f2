import {
  to = aws_s3_bucket.old
  id = "old"
}
