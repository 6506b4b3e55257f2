variable "name" {
  type = string
}

variable "tags" {
  type    = map(string)
  default = {}
}

variable "with_replica" {
  type    = bool
  default = true
}
