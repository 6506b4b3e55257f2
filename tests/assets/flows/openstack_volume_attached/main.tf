resource "openstack_blockstorage_volume_v3" "data" {
  name     = "data"
  region   = "GRA11"
  size     = 10
  metadata = { data_classification = "health" }
}
resource "openstack_blockstorage_volume_v3" "copy" {
  name          = "copy"
  region        = "GRA11"
  size          = 10
  source_vol_id = openstack_blockstorage_volume_v3.data.id
}
resource "openstack_blockstorage_volume_v3" "other" {
  name   = "other"
  region = "GRA11"
  size   = 10
}
resource "openstack_compute_instance_v2" "ehr" {
  name       = "ehr"
  region     = "GRA11"
  image_name = "Debian 12"
}
resource "openstack_compute_instance_v2" "web" {
  name       = "web"
  region     = "GRA11"
  image_name = "Debian 12"
}
resource "openstack_compute_volume_attach_v2" "data" {
  instance_id = openstack_compute_instance_v2.ehr.id
  volume_id   = openstack_blockstorage_volume_v3.data.id
}
