resource "azurerm_mssql_server" "ehr" {
  name                = "clinic-ehr"
  resource_group_name = "rg"
  location            = "francecentral"
  version             = "12.0"
  tags                = { data_classification = "health" }
}
resource "azurerm_mssql_server" "cms" {
  name                = "clinic-cms"
  resource_group_name = "rg"
  location            = "francecentral"
  version             = "12.0"
}
resource "azurerm_linux_web_app" "portal" {
  name                = "portal"
  resource_group_name = "rg"
  location            = "francecentral"
  service_plan_id     = "/subscriptions/0/resourceGroups/rg/providers/Microsoft.Web/serverFarms/plan"
  app_settings = {
    DATABASE = "Server=tcp:clinic-ehr.database.windows.net,1433;Database=ehr"
  }
}
resource "azurerm_linux_web_app" "site" {
  name                = "site"
  resource_group_name = "rg"
  location            = "francecentral"
  service_plan_id     = "/subscriptions/0/resourceGroups/rg/providers/Microsoft.Web/serverFarms/plan"
  app_settings = {
    DATABASE = "Server=tcp:clinic-cms.database.windows.net,1433;Database=cms"
  }
}
