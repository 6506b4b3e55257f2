resource "a_b" "c" {
  arn    = provider::aws::arn_build("aws", "s3", "", "", "clinic")
  region = try(provider::aws::arn_parse("arn:aws:s3:::x").region, "eu-west-3")
}
