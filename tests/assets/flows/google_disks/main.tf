resource "google_compute_disk" "data" {
  name   = "data"
  zone   = "europe-west9-a"
  labels = { hds = "true" }
}
resource "google_compute_disk" "tools" {
  name = "tools"
  zone = "europe-west9-a"
}
resource "google_compute_instance" "pacs" {
  name         = "pacs"
  machine_type = "e2-medium"
  zone         = "europe-west9-a"
  boot_disk {
    initialize_params {
      image = "debian-cloud/debian-12"
    }
  }
  attached_disk {
    source = google_compute_disk.data.self_link
  }
}
resource "google_compute_instance" "build" {
  name         = "build"
  machine_type = "e2-medium"
  zone         = "europe-west9-a"
  boot_disk {
    source = google_compute_disk.tools.self_link
  }
}
resource "google_compute_snapshot" "nightly" {
  name        = "nightly"
  source_disk = google_compute_disk.data.name
  zone        = "europe-west9-a"
}
resource "google_compute_disk" "restored" {
  name     = "restored"
  zone     = "europe-west9-b"
  snapshot = google_compute_snapshot.nightly.id
}
