module "factory" {
  source = "./factory"
  data   = "data/buckets"
}
