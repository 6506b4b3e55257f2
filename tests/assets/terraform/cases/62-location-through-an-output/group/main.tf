resource "azurerm_resource_group" "g" {
  name     = "care"
  location = "France Central"
}

output "name" {
  value = azurerm_resource_group.g.name
}

output "location" {
  value = azurerm_resource_group.g.location
}
