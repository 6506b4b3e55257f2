"""One module for each service; a module of this package that has a ``SERVICE`` is one."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from hds_collectors.aws.service import Service


@cache
def all_services() -> Mapping[str, Service]:
    """Every service by its name, sorted."""
    modules = (import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__))
    services = [module.SERVICE for module in modules]
    return {service.name: service for service in sorted(services, key=lambda one: one.name)}
