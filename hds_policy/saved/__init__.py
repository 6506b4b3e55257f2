"""Saved inventories: what a scan has read, in a file that can be judged later and elsewhere (docs/scan.md)."""

from hds_policy.saved.reading import Saved, begins_as_saved, is_saved, read_saved, saved_of
from hds_policy.saved.writing import saved_bytes

__all__ = ["Saved", "begins_as_saved", "is_saved", "read_saved", "saved_bytes", "saved_of"]
