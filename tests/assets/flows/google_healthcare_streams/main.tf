resource "google_healthcare_dataset" "clinic" {
  name     = "clinic"
  location = "europe-west9"
}
resource "google_healthcare_fhir_store" "record" {
  name    = "record"
  dataset = google_healthcare_dataset.clinic.id
  version = "R4"
  labels  = { data_classification = "health" }
  stream_configs {
    bigquery_destination {
      dataset_uri = "bq://${google_bigquery_dataset.research.project}.${google_bigquery_dataset.research.dataset_id}"
    }
  }
  notification_configs {
    pubsub_topic = google_pubsub_topic.changes.id
  }
}
resource "google_healthcare_fhir_store" "training" {
  name    = "training"
  dataset = google_healthcare_dataset.clinic.id
  version = "R4"
}
resource "google_bigquery_dataset" "research" {
  dataset_id = "research"
  project    = "clinic"
  location   = "EU"
}
resource "google_pubsub_topic" "changes" {
  name = "changes"
}
