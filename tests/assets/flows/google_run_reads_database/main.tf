resource "google_sql_database_instance" "ehr" {
  name             = "ehr"
  database_version = "POSTGRES_16"
  region           = "europe-west9"
  settings {
    tier        = "db-custom-2-7680"
    user_labels = { data_classification = "health" }
  }
}
resource "google_sql_database_instance" "shop" {
  name             = "shop"
  database_version = "POSTGRES_16"
  region           = "europe-west9"
}
resource "google_cloud_run_v2_service" "portal" {
  name     = "portal"
  location = "europe-west9"
  template {
    volumes {
      name = "cloudsql"
      cloud_sql_instance {
        instances = [google_sql_database_instance.ehr.connection_name]
      }
    }
    containers {
      image = "europe-docker.pkg.dev/clinic/app/portal:1"
    }
  }
}
resource "google_cloud_run_v2_service" "shop" {
  name     = "shop"
  location = "europe-west9"
  template {
    volumes {
      name = "cloudsql"
      cloud_sql_instance {
        instances = ["clinic:europe-west9:shop"]
      }
    }
    containers {
      image = "europe-docker.pkg.dev/clinic/app/shop:1"
    }
  }
}
