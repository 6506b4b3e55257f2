resource "azurerm_postgresql_flexible_server" "patients" {
  name                = "patients"
  resource_group_name = "rg"
  location            = "francecentral"
  tags                = { hds = "true" }
}
resource "azurerm_postgresql_flexible_server" "replica" {
  name                = "replica"
  resource_group_name = "rg"
  location            = "germanywestcentral"
  create_mode         = "Replica"
  source_server_id    = azurerm_postgresql_flexible_server.patients.id
}
resource "azurerm_postgresql_flexible_server" "restored" {
  name                              = "restored"
  resource_group_name               = "rg"
  location                          = "francecentral"
  create_mode                       = "PointInTimeRestore"
  point_in_time_restore_time_in_utc = "2026-11-01T00:00:00Z"
  source_server_id                  = "/subscriptions/0/resourceGroups/rg/providers/Microsoft.DBforPostgreSQL/flexibleServers/patients"
}
resource "azurerm_postgresql_flexible_server" "crm" {
  name                = "crm"
  resource_group_name = "rg"
  location            = "francecentral"
}
