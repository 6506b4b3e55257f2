resource "google_storage_bucket" "images" {
  name     = "clinic-images"
  location = "EUROPE-WEST9"
  labels   = { data_classification = "health" }
  logging {
    log_bucket = google_storage_bucket.logs.name
  }
}
resource "google_storage_bucket" "copy" {
  name     = "clinic-images-copy"
  location = "EUROPE-WEST1"
}
resource "google_storage_bucket" "logs" {
  name     = "clinic-logs"
  location = "EUROPE-WEST9"
}
resource "google_storage_bucket" "public" {
  name     = "clinic-public"
  location = "EUROPE-WEST9"
}
resource "google_storage_transfer_job" "copy" {
  description = "copy"
  transfer_spec {
    gcs_data_source {
      bucket_name = google_storage_bucket.images.name
    }
    gcs_data_sink {
      bucket_name = "clinic-images-copy"
    }
  }
}
resource "google_storage_transfer_job" "in" {
  description = "in"
  transfer_spec {
    gcs_data_source {
      bucket_name = google_storage_bucket.public.name
    }
    gcs_data_sink {
      bucket_name = google_storage_bucket.images.name
    }
  }
}
