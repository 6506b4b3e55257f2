locals {
  people = [
    { name = "ana", role = "nurse" },
    { name = "bo", role = "doctor" },
    { name = "cy", role = "nurse" },
  ]
}

resource "a_b" "c" {
  names   = [for p in local.people : upper(p.name) if p.role == "nurse"]
  grouped = { for p in local.people : p.role => p.name... }
  index   = { for i, p in local.people : p.name => i }
  twice   = { for p in local.people : p.role => p.name }
  sorted  = [for k, v in { b = 1, a = 2 } : "${k}${v}"]
}
