"""The catalogue: what each resource type is for HDS. Facts only, one TOML file per provider."""

from hds_policy.catalogue.access import Grant, How
from hds_policy.catalogue.backups import BackupSetting
from hds_policy.catalogue.loader import Catalogue, load_catalogue
from hds_policy.catalogue.naming import Form, Naming, Selection
from hds_policy.catalogue.openings import Opening
from hds_policy.catalogue.types import (
    CUSTOMER,
    DATA_ROLES,
    NOBODY_KNOWN,
    Copies,
    Decision,
    EdgeType,
    Endpoint,
    Flow,
    HostingModel,
    Provider,
    Role,
    Travel,
)

__all__ = [
    "CUSTOMER",
    "DATA_ROLES",
    "NOBODY_KNOWN",
    "BackupSetting",
    "Catalogue",
    "Copies",
    "Decision",
    "EdgeType",
    "Endpoint",
    "Flow",
    "Form",
    "Grant",
    "HostingModel",
    "How",
    "Naming",
    "Opening",
    "Provider",
    "Role",
    "Selection",
    "Travel",
    "load_catalogue",
]
