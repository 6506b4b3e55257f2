resource "aws_db_instance" "patients" {
  identifier = "patients"
  engine     = "postgres"
  tags       = { data_classification = "health" }
}
resource "aws_elasticache_cluster" "sessions" {
  cluster_id = "sessions"
  engine     = "redis"
}
resource "kubernetes_deployment_v1" "api" {
  metadata {
    name = "api"
  }
  spec {
    template {
      spec {
        container {
          name  = "api"
          image = "registry.example/api:1"
          env {
            name  = "DB_HOST"
            value = aws_db_instance.patients.address
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
          env {
            name  = "CACHE"
            value = aws_elasticache_cluster.sessions.cluster_address
          }
        }
      }
    }
  }
}
