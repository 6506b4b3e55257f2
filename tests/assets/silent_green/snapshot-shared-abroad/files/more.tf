variable "from" {}
resource "aws_ebs_snapshot_copy" "c" {
  source_region      = "eu-west-3"
  source_snapshot_id = "snap-1"
  region             = var.from
  tags = { data_classification = "health" }
}
