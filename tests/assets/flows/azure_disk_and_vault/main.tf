resource "azurerm_managed_disk" "data" {
  name                 = "data"
  resource_group_name  = "rg"
  location             = "francecentral"
  storage_account_type = "Premium_LRS"
  create_option        = "Empty"
  tags                 = { data_classification = "health" }
}
resource "azurerm_managed_disk" "tools" {
  name                 = "tools"
  resource_group_name  = "rg"
  location             = "francecentral"
  storage_account_type = "Premium_LRS"
  create_option        = "Empty"
}
resource "azurerm_linux_virtual_machine" "ehr" {
  name                = "ehr"
  resource_group_name = "rg"
  location            = "francecentral"
  size                = "Standard_D2s_v5"
}
resource "azurerm_virtual_machine_data_disk_attachment" "data" {
  managed_disk_id    = azurerm_managed_disk.data.id
  virtual_machine_id = azurerm_linux_virtual_machine.ehr.id
  lun                = 1
  caching            = "None"
}
resource "azurerm_recovery_services_vault" "vault" {
  name                = "vault"
  resource_group_name = "rg"
  location            = "francecentral"
  sku                 = "Standard"
}
resource "azurerm_recovery_services_vault" "other" {
  name                = "other"
  resource_group_name = "rg"
  location            = "francecentral"
  sku                 = "Standard"
}
resource "azurerm_backup_protected_vm" "ehr" {
  resource_group_name = "rg"
  recovery_vault_name = azurerm_recovery_services_vault.vault.name
  source_vm_id        = azurerm_linux_virtual_machine.ehr.id
}
resource "azurerm_snapshot" "data" {
  name                = "data"
  resource_group_name = "rg"
  location            = "francecentral"
  create_option       = "Copy"
  source_uri          = azurerm_managed_disk.data.id
}
