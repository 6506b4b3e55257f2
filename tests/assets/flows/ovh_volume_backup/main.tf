resource "ovh_cloud_project_volume" "data" {
  service_name = "0123456789abcdef0123456789abcdef"
  region_name  = "GRA11"
  name         = "data"
  size         = 10
  type         = "classic"
}
resource "ovh_cloud_project_volume" "tools" {
  service_name = "0123456789abcdef0123456789abcdef"
  region_name  = "GRA11"
  name         = "tools"
  size         = 10
  type         = "classic"
}
resource "ovh_cloud_project_instance" "ehr" {
  service_name   = "0123456789abcdef0123456789abcdef"
  region         = "GRA11"
  billing_period = "hourly"
  name           = "ehr"
}
resource "ovh_cloud_project_volume_backup" "data" {
  service_name = "0123456789abcdef0123456789abcdef"
  region_name  = "GRA11"
  name         = "data"
  volume_id    = ovh_cloud_project_volume.data.id
}
resource "ovh_cloud_project_workflow_backup" "weekly" {
  service_name    = "0123456789abcdef0123456789abcdef"
  region_name     = "GRA11"
  cron            = "0 3 * * 0"
  instance_id     = ovh_cloud_project_instance.ehr.id
  max_execution_count = 0
  name            = "weekly"
  rotation        = 4
}
