"""Resource Access Manager: what this account shares, and with whom."""

from __future__ import annotations

from collections.abc import Iterator

from hds_collectors.live.plain import plain
from hds_collectors.live.service import Call, Item, Live, Place, Service

_OURS = {"resourceOwner": "SELF"}
_GONE = frozenset({"DELETED", "DELETING"})


def _principal(item: Item, place: Place) -> Iterator[Live]:
    share, principal = item.need("resourceShareArn"), item.need("id")
    told = {"principal": principal, "resource_share_arn": share}
    yield Live("aws_ram_principal_association", f"{share},{principal}", told)


def _resource(item: Item, place: Place) -> Iterator[Live]:
    share, arn = item.need("resourceShareArn"), item.need("arn")
    yield Live("aws_ram_resource_association", f"{share},{arn}", {"resource_arn": arn, "resource_share_arn": share})


SERVICE = Service(
    name="ram",
    client="ram",
    types=("aws_ram_resource_share", "aws_ram_principal_association", "aws_ram_resource_association"),
    prefixes=("ram:resource-share",),
    calls=(
        Call(
            "get_resource_shares",
            "resourceShares",
            ("ram:GetResourceShares",),
            plain(
                "aws_ram_resource_share",
                "resourceShareArn",
                lambda item, _: item.get("status") not in _GONE,
                id="resourceShareArn",
                arn="resourceShareArn",
                name="name",
                allow_external_principals="allowExternalPrincipals",
                tags="tags",
            ),
            fixed=_OURS,
        ),
        Call("list_principals", "principals", ("ram:ListPrincipals",), _principal, fixed=_OURS),
        Call("list_resources", "resources", ("ram:ListResources",), _resource, fixed=_OURS),
    ),
)
