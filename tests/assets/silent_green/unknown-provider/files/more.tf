resource "acmecloud_bucket" "v" {
  tags = { data_classification = "health" }
}
