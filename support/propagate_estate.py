"""Follow health data through a generated inventory and print what it cost: ``propagate_estate.py RESOURCES``.

The inventory has three edges for each resource: volumes, their snapshots, copies of these, and tasks that move them.
"""

from __future__ import annotations

import gc
import json
import resource as limits
import sys
import time

from hds_policy.catalogue import load_catalogue
from hds_policy.config import Estate
from hds_policy.model import Inventory, ProviderConfig, Reference, Resource
from hds_policy.propagation import classify

_SECTION = 10
_PROVIDER = ProviderConfig("aws", attributes={"region": "eu-west-3"})


def inventory_of(number: int) -> Inventory:
    """An inventory of sections of ten resources; the first of every tenth section is declared to hold health data."""
    resources: list[Resource] = []
    references: list[Reference] = []

    def add(kind: str, section: int, place: int, **attributes: object) -> str:
        tags = {"data_classification": "health"} if place == 0 and section % 10 == 0 else {"team": "web"}
        name = f"n{section}_{place}"
        address = f"{kind}.{name}"
        resources.append(Resource(address, kind, name, ".", _PROVIDER, {**attributes, "tags": tags}))
        return address

    def link(source: str, attribute: str, *targets: str) -> None:
        references.extend(Reference(source, target, attribute, "id") for target in targets)

    before: list[str] = []
    for section in range(number // _SECTION):
        volumes = [add("aws_ebs_volume", section, place, size=10) for place in range(3)]
        snapshots = [add("aws_ebs_snapshot", section, 3 + place) for place in range(3)]
        copies = [add("aws_ebs_snapshot_copy", section, 6 + place) for place in range(2)]
        tasks = [add("aws_datasync_task", section, 8 + place) for place in range(2)]
        for snapshot in snapshots:
            link(snapshot, "volume_id", *volumes)
        for copy in copies:
            link(copy, "source_snapshot_id", *snapshots)
        for task in tasks:
            link(task, "source_location_arn", *copies, *snapshots[:2])
            link(task, "destination_location_arn", *(before or volumes)[:3])
        link(volumes[1], "snapshot_id", snapshots[0])
        before = volumes
    return Inventory(tuple(resources), tuple(references))


def _main() -> None:
    inventory = inventory_of(int(sys.argv[1]))
    catalogue = load_catalogue()
    catalogue.decision("aws_ebs_volume", "aws")
    # As in a run of the tool, which ends before a collection would free anything.
    gc.disable()
    start = time.process_time()
    classified = classify(inventory, catalogue, Estate.default())
    cpu = time.process_time() - start
    print(
        json.dumps(
            {
                "resources": len(inventory.resources),
                "edges": len(classified.edges),
                "carrying": sum(entry.health for entry in classified.classes.values()),
                "cpu": cpu,
                "peak": limits.getrusage(limits.RUSAGE_SELF).ru_maxrss * 1024,
            }
        )
    )


if __name__ == "__main__":
    _main()
