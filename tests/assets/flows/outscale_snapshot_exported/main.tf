resource "outscale_volume" "data" {
  subregion_name = "eu-west-2a"
  size           = 10
  tags {
    key   = "data_classification"
    value = "health"
  }
}
resource "outscale_volume" "other" {
  subregion_name = "eu-west-2a"
  size           = 10
}
resource "outscale_vm" "ehr" {
  image_id = "ami-12345678"
  vm_type  = "tinav5.c2r4p2"
}
resource "outscale_volume_link" "data" {
  device_name = "/dev/xvdc"
  volume_id   = outscale_volume.data.volume_id
  vm_id       = outscale_vm.ehr.vm_id
}
resource "outscale_snapshot" "s" {
  volume_id = outscale_volume.data.volume_id
}
resource "outscale_snapshot" "copy" {
  source_snapshot_id = outscale_snapshot.s.snapshot_id
  source_region_name = "eu-west-2"
}
resource "outscale_snapshot_export_task" "out" {
  snapshot_id = outscale_snapshot.s.snapshot_id
  osu_export {
    disk_image_format = "qcow2"
    osu_bucket        = "clinic-exports"
    osu_prefix        = "s"
  }
}
