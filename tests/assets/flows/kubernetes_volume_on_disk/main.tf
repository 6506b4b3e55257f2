resource "aws_ebs_volume" "record" {
  availability_zone = "eu-west-3a"
  size              = 10
  tags              = { data_classification = "health" }
}
resource "aws_ebs_volume" "tools" {
  availability_zone = "eu-west-3a"
  size              = 10
}
resource "kubernetes_persistent_volume_v1" "record" {
  metadata {
    name = "record"
  }
  spec {
    capacity     = { storage = "10Gi" }
    access_modes = ["ReadWriteOnce"]
    persistent_volume_source {
      csi {
        driver        = "ebs.csi.aws.com"
        volume_handle = aws_ebs_volume.record.id
      }
    }
  }
}
resource "kubernetes_persistent_volume_v1" "tools" {
  metadata {
    name = "tools"
  }
  spec {
    capacity     = { storage = "10Gi" }
    access_modes = ["ReadWriteOnce"]
    persistent_volume_source {
      csi {
        driver        = "ebs.csi.aws.com"
        volume_handle = aws_ebs_volume.tools.id
      }
    }
  }
}
resource "kubernetes_persistent_volume_claim_v1" "record" {
  metadata {
    name = "record"
  }
  spec {
    access_modes = ["ReadWriteOnce"]
    volume_name  = kubernetes_persistent_volume_v1.record.metadata[0].name
    resources {
      requests = { storage = "10Gi" }
    }
  }
}
resource "kubernetes_stateful_set_v1" "ehr" {
  metadata {
    name = "ehr"
  }
  spec {
    service_name = "ehr"
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
      }
    }
  }
}
