resource "aws_s3_bucket" "letters" {
<<<<<<< HEAD
  region = "eu-west-3"
=======
  region = "us-east-1"
>>>>>>> other
  tags = { data_classification = "health" }
}
