resource "random_shuffle" "r" {
  input = ["eu-west-3", "us-east-1"]
}
resource "aws_s3_bucket" "letters" {
  region = random_shuffle.r.result[0]
  bucket = "letters"
  tags = { data_classification = "health" }
}
