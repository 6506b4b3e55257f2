variable "group" {}
variable "location" {}

resource "azurerm_storage_account" "s" {
  resource_group_name = var.group
  location            = var.location
}
