resource "scaleway_rdb_instance" "ehr" {
  name      = "ehr"
  node_type = "DB-GP-XS"
  engine    = "PostgreSQL-15"
  tags      = ["hds"]
}
resource "helm_release" "ehr" {
  name       = "ehr"
  repository = "https://charts.example"
  chart      = "ehr"
  set {
    name  = "database.host"
    value = scaleway_rdb_instance.ehr.endpoint_ip
  }
}
resource "helm_release" "site" {
  name       = "site"
  repository = "https://charts.example"
  chart      = "site"
  set {
    name  = "replicas"
    value = "2"
  }
}
