locals {
  names = ["a", "b"]
}

resource "aws_instance" "i" {
  user_data = <<-EOT
    #!/bin/sh
    %{ for name in local.names ~}
    add ${name}
    %{ endfor ~}
    %{ if length(local.names) > 1 }many%{ else }few%{ endif }
      deeper $${kept}
  EOT
  plain = <<EOT
  as it is
EOT
}
