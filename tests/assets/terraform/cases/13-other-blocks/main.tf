resource "aws_s3_bucket" "new" {}

moved {
  from = aws_s3_bucket.old
  to   = aws_s3_bucket.new
}

import {
  to = aws_s3_bucket.new
  id = "clinic"
}

removed {
  from = aws_s3_bucket.gone
  lifecycle {
    destroy = false
  }
}

check "reachable" {
  data "http" "page" {
    url = "https://example.org"
  }
  assert {
    condition     = data.http.page.status_code == 200
    error_message = "not reachable"
  }
}

ephemeral "random_password" "p" {
  length = 16
}

action "aws_lambda_invoke" "run" {
  config {
    function_name = "f"
  }
}

resource "aws_db_instance" "d" {
  password_wo = ephemeral.random_password.p.result
}
