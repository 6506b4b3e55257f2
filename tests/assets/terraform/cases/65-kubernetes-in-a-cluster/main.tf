resource "scaleway_k8s_cluster" "c" {
  region = "fr-par"
}

provider "kubernetes" {
  host = scaleway_k8s_cluster.c.kubeconfig[0].host
}

resource "kubernetes_persistent_volume_claim" "data" {
  metadata {
    name   = "data"
    labels = { hds = "true" }
  }
}
