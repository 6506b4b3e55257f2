resource "ovh_cloud_project_database" "patients" {
  service_name = "0123456789abcdef0123456789abcdef"
  description  = "patients"
  engine       = "postgresql"
  version      = "16"
  plan         = "business"
  flavor       = "db1-15"
  nodes {
    region = "GRA"
  }
}
resource "ovh_cloud_project_database" "shop" {
  service_name = "0123456789abcdef0123456789abcdef"
  description  = "shop"
  engine       = "postgresql"
  version      = "16"
  plan         = "essential"
  flavor       = "db1-4"
  nodes {
    region = "GRA"
  }
}
resource "ovh_cloud_project_database_database" "ehr" {
  service_name = "0123456789abcdef0123456789abcdef"
  engine       = "postgresql"
  cluster_id   = ovh_cloud_project_database.patients.id
  name         = "ehr"
}
resource "ovh_dbaas_logs_output_graylog_stream" "logs" {
  service_name = "ldp-xx-00000"
  title        = "logs"
  description  = "logs"
}
resource "ovh_cloud_project_database_log_subscription" "logs" {
  service_name = "0123456789abcdef0123456789abcdef"
  engine       = "postgresql"
  cluster_id   = ovh_cloud_project_database.patients.id
  stream_id    = ovh_dbaas_logs_output_graylog_stream.logs.id
  kind         = "customer_logs"
}
