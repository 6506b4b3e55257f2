region           = "eu-west-3"
analytics_region = "eu-west-3"
