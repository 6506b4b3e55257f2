"""HealthImaging: stores of medical images. Health data by their very purpose; no image is read."""

from __future__ import annotations

from hds_collectors.live.plain import inner_tags, plain
from hds_collectors.live.service import Call, Service

SERVICE = Service(
    name="healthimaging",
    client="medical-imaging",
    types=("awscc_healthimaging_datastore",),
    prefixes=("medical-imaging:datastore",),
    calls=(
        Call(
            "list_datastores",
            "datastoreSummaries",
            ("medical-imaging:ListDatastores",),
            plain(
                "awscc_healthimaging_datastore",
                "datastoreId",
                id="datastoreId",
                datastore_arn="datastoreArn",
                datastore_name="datastoreName",
                tags=inner_tags("list_tags_for_resource"),
            ),
            each=(
                Call(
                    "list_tags_for_resource",
                    "tags",
                    ("medical-imaging:ListTagsForResource",),
                    take={"resourceArn": "datastoreArn"},
                ),
            ),
        ),
    ),
)
