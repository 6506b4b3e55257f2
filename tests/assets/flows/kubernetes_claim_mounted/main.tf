resource "kubernetes_persistent_volume_claim_v1" "record" {
  metadata {
    name   = "record"
    labels = { "data-classification" = "health" }
  }
}
resource "kubernetes_persistent_volume_claim_v1" "cache" {
  metadata {
    name = "cache"
  }
}
resource "kubernetes_persistent_volume_claim_v1" "site" {
  metadata {
    name = "site"
  }
}
resource "kubernetes_deployment_v1" "ehr" {
  metadata {
    name = "ehr"
  }
  spec {
    template {
      spec {
        container {
          name  = "ehr"
          image = "registry.example/ehr:1"
        }
        volume {
          name = "record"
          persistent_volume_claim {
            claim_name = kubernetes_persistent_volume_claim_v1.record.metadata[0].name
          }
        }
        volume {
          name = "cache"
          persistent_volume_claim {
            claim_name = "cache"
          }
        }
      }
    }
  }
}
resource "kubernetes_deployment_v1" "site" {
  metadata {
    name = "site"
  }
  spec {
    template {
      spec {
        container {
          name  = "site"
          image = "registry.example/site:1"
        }
        volume {
          name = "site"
          persistent_volume_claim {
            claim_name = kubernetes_persistent_volume_claim_v1.site.metadata[0].name
          }
        }
      }
    }
  }
}
