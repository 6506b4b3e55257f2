data "aws_s3_bucket" "b" {
  for_each = toset(["x"])
  bucket   = each.key
}

data "aws_vpc" "none" {
  count = 0
}

resource "a_b" "c" {
  bucket = data.aws_s3_bucket.b["x"].bucket
  arn    = data.aws_s3_bucket.b["x"].arn
  vpc    = try(data.aws_vpc.none[0].id, "none")
}
