a = 1
b {
  c = "x" # y
  d = <<EOT
one
two
EOT
}
