resource "google_sql_database_instance" "patients" {
  name             = "patients"
  database_version = "POSTGRES_16"
  region           = "europe-west9"
  settings {
    tier        = "db-custom-2-7680"
    user_labels = { data_classification = "health" }
  }
}
resource "google_sql_database_instance" "replica" {
  name                 = "patients-replica"
  database_version     = "POSTGRES_16"
  region               = "europe-west4"
  master_instance_name = google_sql_database_instance.patients.name
}
resource "google_sql_database_instance" "copy" {
  name             = "patients-copy"
  database_version = "POSTGRES_16"
  region           = "europe-west9"
  clone {
    source_instance_name = "patients"
  }
}
resource "google_sql_database" "ehr" {
  name     = "ehr"
  instance = google_sql_database_instance.patients.name
}
resource "google_sql_database_instance" "cms" {
  name             = "cms"
  database_version = "MYSQL_8_0"
  region           = "europe-west9"
}
