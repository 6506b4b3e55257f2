"""What tells where a Kubernetes cluster and its volumes lie (``clusters.toml``)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from fnmatch import fnmatchcase

import msgspec
from msgspec import Struct


class DriverPlace(StrEnum):
    """Where a driver keeps volumes."""

    HOSTER = "hoster"
    """In a service of the hoster."""
    NODES = "nodes"
    """On the disks of the cluster's own nodes."""
    BESIDE = "beside"
    """On the platform that the nodes run on."""
    ELSEWHERE = "elsewhere"
    """On a server that the cluster does not tell."""


class Driver(Struct, frozen=True, forbid_unknown_fields=True):
    """Drivers of volumes of one kind.

    ``services``: hoster id → its service slug; ``own_site``: a site of the customer's own may have it as well.
    """

    names: tuple[str, ...]
    place: DriverPlace
    services: Mapping[str, str] = {}
    own_site: bool = False


class SignalKind(StrEnum):
    """What a signal is read from."""

    PROVIDER_ID = "provider id"
    INSTANCE_TYPE = "instance type"
    NODE_LABEL = "node label"
    LOAD_BALANCER = "load balancer"
    DRIVER = "volume driver"


class StorageClasses(Struct, frozen=True, forbid_unknown_fields=True):
    """``[[classes]]``: classes that a managed cluster of a hoster has from the start, and their driver."""

    hoster: str
    names: frozenset[str]
    driver: str


OWN_SITE = "own site"
"""Stands among the hosters of a signal that a site of the customer's own may give as well."""


class RawSignal(Struct, frozen=True, forbid_unknown_fields=True):
    """``[[signals]]``: patterns of texts, and the hosters that may stand behind them."""

    kind: SignalKind
    patterns: tuple[str, ...]
    hosters: frozenset[str]


class ClusterFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file; ``clusters``: Terraform types that are a cluster."""

    clusters: frozenset[str] = frozenset()
    drivers: tuple[Driver, ...] = ()
    signals: tuple[RawSignal, ...] = ()
    classes: tuple[StorageClasses, ...] = ()

    def driver_of_class(self, hoster: str, name: str) -> str:
        """Driver of a class that managed clusters of a hoster have from the start; empty when they have none such."""
        return next((one.driver for one in self.classes if one.hoster == hoster and name in one.names), "")

    def driver(self, name: str) -> Driver | None:
        """What is known of a driver; None for nothing."""
        for driver in self.drivers:
            if any(fnmatchcase(name, pattern) for pattern in driver.names):
                return driver
        return None

    def hosters(self, kind: SignalKind, text: str) -> frozenset[str]:
        """Who may stand behind a text; empty when it tells nothing."""
        return next(self._telling(kind, text), frozenset())

    def _telling(self, kind: SignalKind, text: str) -> Iterator[frozenset[str]]:
        if kind is SignalKind.DRIVER:
            driver = self.driver(text)
            if driver is not None and driver.services:
                yield frozenset(driver.services) | ({OWN_SITE} if driver.own_site else set())
            return
        for signal in self.signals:
            if signal.kind is kind and any(fnmatchcase(text, pattern) for pattern in signal.patterns):
                yield signal.hosters
