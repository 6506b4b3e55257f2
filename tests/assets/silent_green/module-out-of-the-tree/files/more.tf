module "letters" {
  source = "../../elsewhere"
}
