variable "config" {
  type = object({ key = string, name = string })
}

resource "aws_s3_bucket" "b" {
  key    = var.config.key
  bucket = var.config.name
}
