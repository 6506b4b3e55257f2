locals {
  clinics = {
    lyon  = { dbs = ["patients", "plans"], on = true }
    lille = { dbs = ["patients"], on = false }
  }
  databases = merge([
    for city, clinic in local.clinics : {
      for db in clinic.dbs : "${city}-${db}" => { city = city, name = db }
    } if clinic.on
  ]...)
}

resource "aws_db_instance" "d" {
  for_each = local.databases
  name     = each.value.name
  city     = upper(each.value.city)
}
