resource "scaleway_rdb_instance" "patients" {
  name      = "patients"
  node_type = "DB-GP-XS"
  engine    = "PostgreSQL-15"
  tags      = ["data_classification=health"]
}
resource "scaleway_rdb_instance" "cms" {
  name      = "cms"
  node_type = "DB-DEV-S"
  engine    = "MySQL-8"
}
resource "scaleway_rdb_read_replica" "r" {
  instance_id = scaleway_rdb_instance.patients.id
}
resource "scaleway_rdb_snapshot" "s" {
  name        = "s"
  instance_id = scaleway_rdb_instance.patients.id
}
resource "scaleway_rdb_database_backup" "b" {
  instance_id   = scaleway_rdb_instance.patients.id
  database_name = "ehr"
}
resource "scaleway_rdb_instance" "restored" {
  name        = "restored"
  node_type   = "DB-GP-XS"
  engine      = "PostgreSQL-15"
  snapshot_id = scaleway_rdb_snapshot.s.id
}
