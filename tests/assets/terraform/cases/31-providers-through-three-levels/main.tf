provider "aws" {
  region = "us-east-1"
}

provider "aws" {
  alias  = "eu"
  region = "eu-west-3"
}

module "outer" {
  source    = "./outer"
  providers = { aws.backup = aws.eu }
}
