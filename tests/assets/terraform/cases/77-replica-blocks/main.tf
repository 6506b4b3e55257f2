variable "replicas" {
  type    = list(string)
  default = ["eu-central-1", "us-east-1"]
}

variable "asked" {
  type = list(string)
}

resource "aws_dynamodb_table" "t" {
  dynamic "replica" {
    for_each = toset(var.replicas)
    content {
      region_name = replica.value
    }
  }
}

resource "aws_dynamodb_table" "u" {
  dynamic "replica" {
    for_each = var.asked
    content {
      region_name = replica.value
    }
  }
}
