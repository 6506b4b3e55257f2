resource "azurerm_storage_account" "record" {
  name                     = "clinicrecord"
  resource_group_name      = "rg"
  location                 = "francecentral"
  account_tier             = "Standard"
  account_replication_type = "ZRS"
  tags                     = { data_classification = "health" }
}
resource "azurerm_storage_container" "scans" {
  name                 = "scans"
  storage_account_name = azurerm_storage_account.record.name
}
resource "azurerm_storage_account" "archive" {
  name                     = "clinicarchive"
  resource_group_name      = "rg"
  location                 = "francecentral"
  account_tier             = "Standard"
  account_replication_type = "LRS"
}
resource "azurerm_storage_account" "site" {
  name                     = "clinicsite"
  resource_group_name      = "rg"
  location                 = "francecentral"
  account_tier             = "Standard"
  account_replication_type = "LRS"
}
resource "azurerm_log_analytics_workspace" "logs" {
  name                = "logs"
  resource_group_name = "rg"
  location            = "francecentral"
}
resource "azurerm_monitor_diagnostic_setting" "record" {
  name                       = "record"
  target_resource_id         = azurerm_storage_account.record.id
  log_analytics_workspace_id = azurerm_log_analytics_workspace.logs.id
}
resource "azurerm_log_analytics_data_export_rule" "out" {
  name                    = "out"
  resource_group_name     = "rg"
  workspace_resource_id   = azurerm_log_analytics_workspace.logs.id
  destination_resource_id = azurerm_storage_account.archive.id
  table_names             = ["StorageBlobLogs"]
}
