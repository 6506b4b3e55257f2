resource "outscale_vm" "ehr" {
  image_id = "ami-12345678"
  tags {
    key   = "hds"
    value = "true"
  }
}
resource "outscale_image" "golden" {
  image_name = "golden"
  vm_id      = outscale_vm.ehr.vm_id
}
resource "outscale_vm" "clone" {
  image_id = outscale_image.golden.image_id
}
resource "outscale_vm" "web" {
  image_id = "ami-12345678"
}
