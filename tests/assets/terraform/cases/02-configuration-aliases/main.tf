provider "aws" {
  alias  = "paris"
  region = "eu-west-3"
}

provider "aws" {
  alias  = "frankfurt"
  region = "eu-central-1"
}

module "copy" {
  source = "./copy"
  providers = {
    aws.src = aws.paris
    aws.dst = aws.frankfurt
  }
}
