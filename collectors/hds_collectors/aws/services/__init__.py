"""One module for each service; a module of this package that has a ``SERVICE`` is one."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from hds_collectors.live.service import Service, services_in


@cache
def all_services() -> Mapping[str, Service]:
    """Every service by its name, sorted."""
    return services_in(__name__)
