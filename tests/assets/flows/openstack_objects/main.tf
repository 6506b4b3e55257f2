resource "openstack_objectstorage_container_v1" "documents" {
  region = "GRA"
  name   = "documents"
}
resource "openstack_objectstorage_container_v1" "site" {
  region = "GRA"
  name   = "site"
}
resource "openstack_objectstorage_object_v1" "scan" {
  region         = "GRA"
  container_name = "documents"
  name           = "scan"
}
resource "openstack_objectstorage_object_v1" "logo" {
  region         = "GRA"
  container_name = openstack_objectstorage_container_v1.documents.name
  name           = "logo"
}
