resource "aws_db_instance" "patients" {
  identifier = "patients"
  engine     = "postgres"
  tags       = { data_classification = "health" }
}
resource "aws_db_snapshot" "s" {
  db_instance_identifier = aws_db_instance.patients.identifier
  db_snapshot_identifier = "s"
}
resource "aws_db_instance" "staging" {
  identifier          = "staging"
  snapshot_identifier = aws_db_snapshot.s.id
  tags                = { data_classification = "none" }
}
resource "aws_db_instance" "fresh" {
  identifier = "fresh"
  engine     = "postgres"
  tags       = { data_classification = "none" }
}
