variable "rules" {
  default = [
    { name = "a", ports = [80, 443] },
    { name = "b", ports = [] },
  ]
}

resource "a_firewall" "f" {
  dynamic "rule" {
    for_each = var.rules
    content {
      name = rule.value.name
      dynamic "port" {
        for_each = rule.value.ports
        content {
          number = port.value
          of     = rule.value.name
          index  = port.key
        }
      }
    }
  }
}
