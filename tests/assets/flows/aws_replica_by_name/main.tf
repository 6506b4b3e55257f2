resource "aws_db_instance" "patients" {
  identifier = "patients"
  engine     = "postgres"
  tags       = { hds = "true" }
}
resource "aws_db_instance" "patients_old" {
  identifier = "patients-old"
  engine     = "postgres"
}
resource "aws_db_instance" "replica" {
  identifier          = "patients-replica"
  replicate_source_db = "patients"
  instance_class      = "db.t4g.medium"
}
