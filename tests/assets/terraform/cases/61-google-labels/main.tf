provider "google" {
  project        = "clinic"
  region         = "europe-west9"
  default_labels = { team = "care" }
}

provider "google-beta" {
  region = "europe-west1"
}

resource "google_sql_database_instance" "d" {
  labels = { hds = "true" }
}

resource "google_sql_database_instance" "beta" {
  provider = google-beta
}
