resource "aws_ebs_volume" "record" {
  availability_zone = "eu-west-3a"
  size              = 10
  tags              = { hds = "yes", snapshot = "nightly" }
}
resource "aws_ebs_volume" "other" {
  availability_zone = "eu-west-3a"
  size              = 10
  tags              = { snapshot = "weekly" }
}
resource "aws_dlm_lifecycle_policy" "nightly" {
  description        = "nightly"
  execution_role_arn = "arn:aws:iam::123456789012:role/dlm"
  policy_details {
    resource_types = ["VOLUME"]
    target_tags    = { snapshot = "nightly" }
    schedule {
      name = "nightly"
      create_rule {
        interval = 24
      }
      retain_rule {
        count = 7
      }
    }
  }
}
resource "aws_dlm_lifecycle_policy" "machines" {
  description        = "machines"
  execution_role_arn = "arn:aws:iam::123456789012:role/dlm"
  policy_details {
    resource_types = ["INSTANCE"]
    target_tags    = { snapshot = "nightly" }
    schedule {
      name = "nightly"
      create_rule {
        interval = 24
      }
      retain_rule {
        count = 7
      }
    }
  }
}
