resource "google_sql_database_instance" "ehr" {
  name             = "ehr"
  database_version = "POSTGRES_16"
  region           = "europe-west9"
  settings {
    tier        = "db-custom-2-7680"
    user_labels = { data_classification = "health" }
  }
}
resource "kubernetes_secret_v1" "database" {
  metadata {
    name = "database"
  }
  data = {
    host = google_sql_database_instance.ehr.private_ip_address
  }
}
resource "kubernetes_secret_v1" "mail" {
  metadata {
    name = "mail"
  }
  data = {
    host = "mail.example"
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
          env {
            name = "HOST"
            value_from {
              secret_key_ref {
                name = kubernetes_secret_v1.database.metadata[0].name
                key  = "host"
              }
            }
          }
        }
      }
    }
  }
}
resource "kubernetes_cron_job_v1" "dump" {
  metadata {
    name = "dump"
  }
  spec {
    schedule = "0 3 * * *"
    job_template {
      spec {
        template {
          spec {
            container {
              name  = "dump"
              image = "registry.example/dump:1"
              env_from {
                secret_ref {
                  name = kubernetes_secret_v1.database.metadata[0].name
                }
              }
            }
          }
        }
      }
    }
  }
}
resource "kubernetes_deployment_v1" "mailer" {
  metadata {
    name = "mailer"
  }
  spec {
    template {
      spec {
        container {
          name  = "mailer"
          image = "registry.example/mailer:1"
          env_from {
            secret_ref {
              name = kubernetes_secret_v1.mail.metadata[0].name
            }
          }
        }
      }
    }
  }
}
