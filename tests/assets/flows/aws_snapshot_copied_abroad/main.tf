provider "aws" {
  region = "eu-west-3"
}
resource "aws_db_instance" "patients" {
  identifier     = "patients"
  engine         = "postgres"
  instance_class = "db.t4g.medium"
  tags           = { data_classification = "health" }
}
resource "aws_db_instance" "cms" {
  identifier     = "cms"
  engine         = "mysql"
  instance_class = "db.t4g.micro"
}
resource "aws_db_snapshot" "nightly" {
  db_instance_identifier = aws_db_instance.patients.identifier
  db_snapshot_identifier = "nightly"
}
resource "aws_db_snapshot_copy" "abroad" {
  source_db_snapshot_identifier = aws_db_snapshot.nightly.db_snapshot_arn
  target_db_snapshot_identifier = "abroad"
  destination_region            = "us-east-1"
}
