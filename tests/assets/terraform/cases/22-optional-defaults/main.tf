variable "db" {
  type = object({
    engine = optional(string, "postgres")
    size   = optional(number)
    backup = optional(object({ days = optional(number, 7), region = string }))
  })
  default = { backup = { region = "eu-west-3" } }
}

resource "aws_db_instance" "d" {
  engine = var.db.engine
  size   = var.db.size
  days   = var.db.backup.days
  region = var.db.backup.region
}
