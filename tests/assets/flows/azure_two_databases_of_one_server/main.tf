resource "azurerm_mssql_server" "main" {
  name                = "clinic"
  resource_group_name = "rg"
  location            = "francecentral"
  version             = "12.0"
}
resource "azurerm_mssql_database" "patients" {
  name      = "patients"
  server_id = azurerm_mssql_server.main.id
  tags      = { data_classification = "health" }
}
resource "azurerm_mssql_database" "cms" {
  name      = "cms"
  server_id = azurerm_mssql_server.main.id
}
