module "m" {
  source = "./modules/m"
}

resource "a_b" "c" {
  workspace = terraform.workspace
  root      = path.root
  module    = path.module
  cwd       = path.cwd
}
