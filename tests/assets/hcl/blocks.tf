terraform {
  required_providers {
    aws = { source = "hashicorp/aws", version = "~> 6.0" }
  }
  backend "s3" {}
}

resource "aws_instance" "web" {
  ami = "ami-1"

  dynamic "ebs_block_device" {
    for_each = var.disks
    iterator = disk
    content {
      device_name = disk.value["name"]
      volume_size = disk.value.size
    }
  }

  ingress { from_port = 443 }

  ingress {
    from_port = 80
  } # why not

  lifecycle {
    ignore_changes = [tags["a"], ami]
  }
}

resource aws_instance unquoted {
}

locals { one = 1 }
