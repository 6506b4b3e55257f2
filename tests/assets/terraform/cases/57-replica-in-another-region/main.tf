provider "aws" {
  region = "eu-west-3"
}

provider "aws" {
  alias  = "dr"
  region = "eu-central-1"
}

resource "aws_db_instance" "main" {
  tags = { data_classification = "health" }
}

resource "aws_db_instance" "replica" {
  provider            = aws.dr
  replicate_source_db = aws_db_instance.main.arn
}

resource "aws_db_snapshot" "s" {
  db_instance_identifier = aws_db_instance.main.identifier
}

resource "aws_db_snapshot_copy" "c" {
  provider                      = "aws.dr"
  source_db_snapshot_identifier = aws_db_snapshot.s.db_snapshot_arn
}
