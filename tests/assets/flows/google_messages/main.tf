provider "google" {
  project = "clinic-project"
}
resource "google_pubsub_topic" "admissions" {
  name   = "admissions"
  labels = { data_classification = "health" }
}
resource "google_pubsub_topic" "dead" {
  name = "dead"
}
resource "google_pubsub_topic" "metrics" {
  name = "metrics"
}
resource "google_bigquery_dataset" "warehouse" {
  dataset_id = "warehouse"
  location   = "europe-west9"
}
resource "google_bigquery_table" "admissions" {
  dataset_id = google_bigquery_dataset.warehouse.dataset_id
  table_id   = "admissions"
}
resource "google_bigquery_table" "prices" {
  dataset_id = google_bigquery_dataset.warehouse.dataset_id
  table_id   = "prices"
}
resource "google_storage_bucket" "lake" {
  name     = "clinic-lake"
  location = "EUROPE-WEST9"
}
resource "google_pubsub_subscription" "table" {
  name  = "table"
  topic = google_pubsub_topic.admissions.id
  bigquery_config {
    table = "clinic-project.warehouse.admissions"
  }
}
resource "google_pubsub_subscription" "bucket" {
  name  = "bucket"
  topic = google_pubsub_topic.admissions.id
  cloud_storage_config {
    bucket = google_storage_bucket.lake.name
  }
  dead_letter_policy {
    dead_letter_topic = google_pubsub_topic.dead.id
  }
}
