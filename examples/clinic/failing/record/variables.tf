variable "region" {
  type = string
}

variable "analytics_region" {
  description = "Set by the pipeline"
  type        = string
}
