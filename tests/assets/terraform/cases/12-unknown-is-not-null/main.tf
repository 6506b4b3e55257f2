data "aws_region" "here" {}
data "aws_caller_identity" "me" {}

resource "aws_kms_key" "k" {}

resource "aws_ebs_volume" "v" {
  encrypted  = data.aws_region.here.name == "eu-west-3" ? false : true
  same       = data.aws_region.here.name == "eu-west-3" ? "x" : "x"
  kms_key_id = aws_kms_key.k.arn
  tags = {
    Account = data.aws_caller_identity.me.account_id
    Nothing = null
    Name    = "v"
  }
}
