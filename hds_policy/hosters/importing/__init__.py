"""A list of certified hosters that a person saved or keeps, as CSV or JSON, turned into a registry file."""

from hds_policy.hosters.importing.report import Imported, import_list

__all__ = ["Imported", "import_list"]
