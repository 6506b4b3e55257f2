locals {
  rows = csvdecode(file("${path.module}/volumes.csv"))
}

resource "aws_ebs_volume" "v" {
  for_each = { for row in local.rows : row.name => row }
  zone     = each.value.zone
  size     = tonumber(each.value.size)
}
