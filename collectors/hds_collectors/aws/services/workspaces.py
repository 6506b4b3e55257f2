"""WorkSpaces: desktops and their volumes."""

from __future__ import annotations

from hds_collectors.live.plain import inner_tags, plain
from hds_collectors.live.service import Call, Service

SERVICE = Service(
    name="workspaces",
    client="workspaces",
    types=("aws_workspaces_workspace",),
    prefixes=("workspaces:workspace",),
    calls=(
        Call(
            "describe_workspaces",
            "Workspaces",
            ("workspaces:DescribeWorkspaces",),
            plain(
                "aws_workspaces_workspace",
                "WorkspaceId",
                id="WorkspaceId",
                directory_id="DirectoryId",
                bundle_id="BundleId",
                volume_encryption_key="VolumeEncryptionKey",
                tags=inner_tags("describe_tags"),
            ),
            each=(Call("describe_tags", "TagList", ("workspaces:DescribeTags",), take={"ResourceId": "WorkspaceId"}),),
        ),
    ),
)
