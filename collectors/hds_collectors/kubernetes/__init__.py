"""Collector of Kubernetes manifests; its conversion of objects is what a live cluster is read with as well."""
