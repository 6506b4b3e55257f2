where = "us-east-1"
