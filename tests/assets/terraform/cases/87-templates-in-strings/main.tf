locals {
  on   = true
  list = ["a"]
}

resource "a_b" "c" {
  if     = "x%{ if local.on }-on%{ else }-off%{ endif }"
  for    = "%{ for v in local.list }[${v}]%{ endfor }"
  escape = "\t\"$${x} %%{y} \u00e9\n"
  whole  = "${local.list}"
  number = "${1 + 1}"
  null   = "a${null}"
}
