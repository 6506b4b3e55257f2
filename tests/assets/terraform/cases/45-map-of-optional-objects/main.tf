variable "dbs" {
  type = map(object({
    region  = optional(string, "eu-west-3")
    backups = optional(list(object({ region = string, days = optional(number, 7) })), [])
  }))
  default = {
    a = { extra = true }
    b = { region = "eu-west-1", backups = [{ region = "us-east-1" }] }
  }
}

resource "aws_db_instance" "d" {
  for_each = var.dbs
  all      = each.value
}
