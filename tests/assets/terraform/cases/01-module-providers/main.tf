provider "aws" {
  region = "eu-west-3"
}

provider "aws" {
  alias  = "us"
  region = "us-east-1"
}

module "m" {
  source    = "./m"
  providers = { aws = aws.us }
}

module "same" {
  source = "./m"
}
