"""The benches of ``make bench``: one function and one file each, named in the table here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from benches.bundles import bundles
from benches.check_estates import check_estates
from benches.drawing import drawing
from benches.engines import engines
from benches.flows import flows
from benches.live_aws import live_aws
from benches.manifests import manifests
from benches.measuring import Bench
from benches.public_roots import public_roots
from benches.reports import reports

BENCHES: Final[Mapping[str, Bench]] = {
    "bundles": bundles,
    "check": check_estates,
    "drawing": drawing,
    "engines": engines,
    "flows": flows,
    "live": live_aws,
    "manifests": manifests,
    "public": public_roots,
    "reports": reports,
}
