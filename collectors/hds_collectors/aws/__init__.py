"""Live AWS accounts, read through the public API: lists and descriptions only, never what is stored.

A service is one module of ``services``: a table of calls, and a pure conversion of what they answer to Terraform types
and attribute names. Nothing here imports boto3 before a scan asks for it.
"""
