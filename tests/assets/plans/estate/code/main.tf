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
