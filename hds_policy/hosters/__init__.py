"""The registry of hosters and their certificates, regions, and dated texts of law, as package data."""

from hds_policy.hosters.entries import FACTS
from hds_policy.hosters.facts import Fact, certificate_names, facts_about, facts_of
from hds_policy.hosters.law import DatedText, Law, Referential, load_law
from hds_policy.hosters.merging import merged, with_events
from hds_policy.hosters.regions import Regions, load_regions
from hds_policy.hosters.registry import Registry, load_registry, read_registry

__all__ = [
    "FACTS",
    "DatedText",
    "Fact",
    "Law",
    "Referential",
    "Regions",
    "Registry",
    "certificate_names",
    "facts_about",
    "facts_of",
    "load_law",
    "load_regions",
    "load_registry",
    "merged",
    "read_registry",
    "with_events",
]
