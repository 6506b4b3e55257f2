module "letters" {
  source = "git::https://example.org/modules/letters.git"
}
