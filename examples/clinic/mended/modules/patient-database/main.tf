terraform {
  required_providers {
    aws = {
      source                = "hashicorp/aws"
      configuration_aliases = [aws.primary, aws.replica]
    }
  }
}

resource "aws_db_instance" "main" {
  provider                = aws.primary
  identifier              = var.name
  engine                  = "postgres"
  instance_class          = "db.r7g.large"
  allocated_storage       = 200
  storage_encrypted       = true
  backup_retention_period = 14
  tags                    = var.tags
}

resource "aws_db_instance" "replica" {
  provider            = aws.replica
  count               = var.with_replica ? 1 : 0
  identifier          = "${var.name}-replica"
  instance_class      = "db.r7g.large"
  replicate_source_db = aws_db_instance.main.arn
}
