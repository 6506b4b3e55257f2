"""Evidence bundles: what was checked, against what, when, provable later without this tool.

A bundle is a BagIt folder (RFC 8493) in a ZIP whose bytes depend on its content only. What is signed is one in-toto
statement about the manifests of the folder, so that nobody has to trust the ZIP: docs/evidence.md walks through it.
"""
