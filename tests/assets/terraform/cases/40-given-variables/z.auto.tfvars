region = "us-east-1"
zones = ["z"]
count_of = 1
