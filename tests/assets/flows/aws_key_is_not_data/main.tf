resource "aws_kms_key" "shared" {
  description = "shared"
  tags        = { data_classification = "health" }
}
resource "aws_db_subnet_group" "shared" {
  name       = "shared"
  subnet_ids = ["subnet-1", "subnet-2"]
}
resource "aws_rds_cluster" "patients" {
  cluster_identifier   = "patients"
  engine               = "aurora-postgresql"
  kms_key_id           = aws_kms_key.shared.arn
  db_subnet_group_name = aws_db_subnet_group.shared.name
}
resource "aws_rds_cluster_instance" "one" {
  cluster_identifier = aws_rds_cluster.patients.id
  instance_class     = "db.r6g.large"
  tags               = { data_classification = "health" }
}
resource "aws_rds_cluster_instance" "two" {
  cluster_identifier = aws_rds_cluster.patients.id
  instance_class     = "db.r6g.large"
}
resource "aws_rds_cluster" "billing" {
  cluster_identifier   = "billing"
  engine               = "aurora-postgresql"
  kms_key_id           = aws_kms_key.shared.arn
  db_subnet_group_name = aws_db_subnet_group.shared.name
}
resource "aws_rds_cluster_instance" "billing" {
  cluster_identifier = aws_rds_cluster.billing.id
  instance_class     = "db.r6g.large"
}
