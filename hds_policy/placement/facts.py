"""What placing needs beside the inventory."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from hds_policy.catalogue import Catalogue
from hds_policy.config import Estate
from hds_policy.hosters import Regions, Registry


class Facts(Struct, frozen=True):
    """What placing needs beside the inventory."""

    catalogue: Catalogue
    estate: Estate
    registry: Registry
    regions: Regions
    on: date
