"""Terraform configuration: our parser and evaluator, with python-hcl2 as the second reader."""
