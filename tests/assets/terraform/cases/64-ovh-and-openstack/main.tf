provider "ovh" {
  endpoint = "ovh-eu"
}

provider "openstack" {
  alias  = "gra"
  region = "GRA11"
}

resource "ovh_cloud_project" "p" {}

resource "ovh_cloud_project_kube" "k" {
  service_name = ovh_cloud_project.p.project_id
  region       = "GRA11"
}

resource "openstack_blockstorage_volume_v3" "v" {
  provider = openstack.gra
  size     = 10
}

resource "openstack_compute_volume_attach_v2" "a" {
  provider  = openstack.gra
  volume_id = openstack_blockstorage_volume_v3.v.id
}
