variable "region" {
  type = string
}

variable "analytics_region" {
  type        = string
}
