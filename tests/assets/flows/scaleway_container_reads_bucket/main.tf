resource "scaleway_object_bucket" "documents" {
  name = "clinic-documents"
  tags = { data_classification = "health" }
}
resource "scaleway_object_bucket" "site" {
  name = "clinic-site"
}
resource "scaleway_container" "viewer" {
  name           = "viewer"
  namespace_id   = "fr-par/11111111-1111-1111-1111-111111111111"
  registry_image = "rg.fr-par.scw.cloud/clinic/viewer:1"
  environment_variables = {
    SOURCE = "https://clinic-documents.s3.fr-par.scw.cloud"
  }
}
resource "scaleway_function" "resize" {
  name         = "resize"
  namespace_id = "fr-par/11111111-1111-1111-1111-111111111111"
  runtime      = "node22"
  handler      = "handler.handle"
  privacy      = "private"
  environment_variables = {
    SOURCE = "s3://clinic-site/in"
  }
}
