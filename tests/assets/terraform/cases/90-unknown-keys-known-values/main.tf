data "azurerm_client_config" "me" {}

locals {
  settings = [
    { name = "a", location = "francecentral", size = 1, tags = { team = "x", tier = "one" } },
    { name = "b", location = "francecentral", size = 2, tags = { team = "x" } },
  ]
  by_id    = { for one in local.settings : "${data.azurerm_client_config.me.subscription_id}/${one.name}" => one }
  of_names = { for key, one in local.by_id : one.name => one }
}

resource "azurerm_storage_account" "by_id" {
  for_each = local.by_id
  location = each.value.location
  size     = each.value.size
  tags     = each.value.tags
  key      = each.key
  missing  = try(each.value.tags.tier, "none")
}

resource "azurerm_storage_account" "some" {
  for_each = { for one in local.settings : one.name => one if data.azurerm_client_config.me.tenant_id != "" }
  location = each.value.location
}

resource "azurerm_storage_account" "again" {
  for_each = local.of_names
  location = each.value.location
}

resource "azurerm_storage_account" "grouped" {
  for_each = { for one in local.settings : data.azurerm_client_config.me.client_id => one.location... }
  location = each.value[0]
}
