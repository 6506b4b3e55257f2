region = "us-west-2"
encrypted = "true"
size = 5
