resource "azurerm_eventhub_namespace" "events" {
  name                = "events"
  resource_group_name = "rg"
  location            = "francecentral"
  sku                 = "Standard"
}
resource "azurerm_storage_account" "captures" {
  name                     = "cliniccaptures"
  resource_group_name      = "rg"
  location                 = "francecentral"
  account_tier             = "Standard"
  account_replication_type = "LRS"
}
resource "azurerm_storage_account" "metrics" {
  name                     = "clinicmetrics"
  resource_group_name      = "rg"
  location                 = "francecentral"
  account_tier             = "Standard"
  account_replication_type = "LRS"
}
resource "azurerm_eventhub" "monitoring" {
  name              = "monitoring"
  namespace_id      = azurerm_eventhub_namespace.events.id
  partition_count   = 2
  message_retention = 1
  capture_description {
    enabled  = true
    encoding = "Avro"
    destination {
      name                = "EventHubArchive.AzureBlockBlob"
      blob_container_name = "captures"
      storage_account_id  = azurerm_storage_account.captures.id
      archive_name_format = "{Namespace}/{EventHub}/{PartitionId}/{Year}/{Month}/{Day}/{Hour}/{Minute}/{Second}"
    }
  }
}
resource "azurerm_eventhub" "metrics" {
  name              = "metrics"
  namespace_id      = azurerm_eventhub_namespace.events.id
  partition_count   = 2
  message_retention = 1
  capture_description {
    enabled  = true
    encoding = "Avro"
    destination {
      name                = "EventHubArchive.AzureBlockBlob"
      blob_container_name = "captures"
      storage_account_id  = azurerm_storage_account.metrics.id
      archive_name_format = "{Namespace}/{EventHub}/{PartitionId}/{Year}/{Month}/{Day}/{Hour}/{Minute}/{Second}"
    }
  }
}
