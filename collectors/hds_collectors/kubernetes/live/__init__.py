"""Live clusters: what an API server lists, converted as manifests are. The SDK is imported only when a scan runs."""
