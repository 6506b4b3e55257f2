resource "aws_db_instance" "record" {
  identifier        = "record"
  engine            = "postgres"
  instance_class    = "db.m6g.large"
  allocated_storage = 100
  username          = "ehr"
  password          = var.password
  tags              = { hds = "true" }
}

resource "aws_db_instance" "replica" {
  provider            = aws.dr
  identifier          = "record-dr"
  instance_class      = "db.m6g.large"
  replicate_source_db = aws_db_instance.record.arn
}

resource "aws_s3_bucket" "logs" {
  bucket = "clinic-logs"
}

module "archive" {
  source     = "./bucket"
  for_each   = toset(["images", "letters"])
  name       = "clinic-${each.key}"
  class      = each.key == "images" ? "health" : "none"
  log_bucket = aws_s3_bucket.logs.id
}

resource "scaleway_rdb_instance" "appointments" {
  name               = "appointments"
  node_type          = "DB-GP-S"
  engine             = "PostgreSQL-16"
  backup_same_region = true
  tags               = ["hds=true"]
}

resource "scaleway_rdb_read_replica" "appointments" {
  instance_id = scaleway_rdb_instance.appointments.id
}

resource "scaleway_block_volume" "scans" {
  count      = 2
  iops       = 5000
  size_in_gb = 100
  tags       = ["hds=true"]
}

resource "ovh_cloud_project_database" "letters" {
  service_name   = "a1b2c3"
  engine         = "postgresql"
  version        = "16"
  plan           = "enterprise"
  flavor         = "db1-15"
  backup_regions = ["DE"]

  nodes {
    region = "GRA"
  }

  nodes {
    region = "GRA"
  }
}

resource "outscale_volume" "pacs" {
  subregion_name = "eu-west-2a"
  size           = 500

  tags {
    key   = "hds"
    value = "true"
  }
}

resource "outscale_snapshot" "pacs" {
  volume_id = outscale_volume.pacs.id
}

resource "google_storage_bucket" "slides" {
  name     = "clinic-slides"
  location = "europe-west9"
  labels   = { hds = "true" }
}

resource "google_storage_bucket_object" "atlas" {
  bucket = google_storage_bucket.slides.name
  name   = "atlas"
  source = "atlas.bin"
}

resource "google_sql_database_instance" "trials" {
  name             = "trials"
  database_version = "POSTGRES_16"

  settings {
    tier        = "db-custom-2-7680"
    user_labels = { hds = "true" }

    backup_configuration {
      enabled  = true
      location = "europe-west9"
    }
  }
}

resource "azurerm_resource_group" "clinic" {
  name     = "clinic"
  location = "France Central"
}

resource "azurerm_storage_account" "wards" {
  name                     = "wards"
  resource_group_name      = azurerm_resource_group.clinic.name
  location                 = azurerm_resource_group.clinic.location
  account_tier             = "Standard"
  account_replication_type = "ZRS"
  tags                     = { hds = "true" }
}
