interpolated = "a ${var.b} c"
unwrapped    = "${var.b}"
joined       = "${var.a}${var.b}"
quotes       = "x ${lookup(var.m, "key", "a \"b\" ${var.c}")} y"
directive    = "Hello %{if var.name != null}${var.name}%{else}nobody%{endif}!"
loop         = "%{for x in var.list}<${x}>%{endfor}"
keyed        = "%{for k, v in var.map}${k}=${v};%{endfor}"
strip        = "a %{~if var.b~} c %{~endif~} d"
heredoc      = <<EOT
first ${var.a}
  second \n stays
$${literal} %%{literal}
EOT
indented = <<-EOT
    four
      six ${var.x}

    four
  EOT
policy = jsonencode({
  a = <<-EOT
    %{for x in var.list~}
    - ${x}
    %{endfor~}
  EOT
})
after = 1
