locals {
  disaster_region = "eu-central-1"
  health          = { data_classification = "health" }
}

module "patients" {
  source = "../modules/patient-database"
  name   = "patients"
  tags   = local.health

  providers = {
    aws.primary = aws
    aws.replica = aws.ireland
  }
}

resource "aws_lambda_function" "api" {
  function_name = "patient-record-api"
  role          = aws_iam_role.api.arn
  runtime       = "python3.13"
  handler       = "record.api"
  filename      = "api.zip"

  environment {
    variables = {
      DATABASE = module.patients.address
    }
  }
}

resource "aws_iam_role" "api" {
  name               = "patient-record-api"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [] })
}

resource "aws_s3_bucket" "website" {
  bucket = "clinique-des-lilas-website"
  tags   = { data_classification = "none" }
}
