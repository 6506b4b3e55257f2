resource "aws_kms_key" "k" {}

output "arn" {
  value = try(aws_kms_key.k.arn, null)
}
