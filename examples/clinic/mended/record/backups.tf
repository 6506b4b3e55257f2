# The nightly snapshot is copied to Frankfurt, inside the European Economic Area and inside the certificate.
resource "aws_db_snapshot" "nightly" {
  db_instance_identifier = module.patients.identifier
  db_snapshot_identifier = "patients-nightly"
}

resource "aws_db_snapshot_copy" "disaster" {
  provider                      = aws.disaster
  source_db_snapshot_identifier = aws_db_snapshot.nightly.db_snapshot_arn
  target_db_snapshot_identifier = "patients-disaster"
}
