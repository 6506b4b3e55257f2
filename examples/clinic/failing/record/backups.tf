# The nightly snapshot is copied to the other side of the ocean, "in case Europe burns".
resource "aws_db_snapshot" "nightly" {
  db_instance_identifier = module.patients.identifier
  db_snapshot_identifier = "patients-nightly"
}

resource "aws_db_snapshot_copy" "disaster" {
  provider                      = aws.disaster
  source_db_snapshot_identifier = aws_db_snapshot.nightly.db_snapshot_arn
  target_db_snapshot_identifier = "patients-disaster"
}
