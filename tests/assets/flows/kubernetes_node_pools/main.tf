resource "scaleway_k8s_cluster" "record" {
  name                        = "record"
  version                     = "1.31"
  cni                         = "cilium"
  delete_additional_resources = false
  tags                        = ["data_classification=health"]
}
resource "scaleway_k8s_pool" "record" {
  cluster_id = scaleway_k8s_cluster.record.id
  name       = "record"
  node_type  = "PRO2-S"
  size       = 3
}
resource "scaleway_k8s_cluster" "build" {
  name                        = "build"
  version                     = "1.31"
  cni                         = "cilium"
  delete_additional_resources = false
}
resource "scaleway_k8s_pool" "build" {
  cluster_id = scaleway_k8s_cluster.build.id
  name       = "build"
  node_type  = "PRO2-S"
  size       = 1
}
