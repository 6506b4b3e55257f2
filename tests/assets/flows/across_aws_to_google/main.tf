resource "aws_s3_bucket" "images" {
  bucket = "clinic-images"
  tags   = { data_classification = "health" }
}
resource "aws_s3_bucket" "site" {
  bucket = "clinic-site"
}
resource "google_storage_bucket" "research" {
  name     = "clinic-research"
  location = "EU"
}
resource "google_storage_transfer_job" "in" {
  description = "in"
  transfer_spec {
    aws_s3_data_source {
      bucket_name = "clinic-images"
    }
    gcs_data_sink {
      bucket_name = google_storage_bucket.research.name
    }
  }
}
