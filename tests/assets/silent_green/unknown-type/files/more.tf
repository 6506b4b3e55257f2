resource "aws_patient_vault" "v" {
  tags = { data_classification = "health" }
}
