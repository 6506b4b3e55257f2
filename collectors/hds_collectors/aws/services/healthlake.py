"""HealthLake: stores of FHIR resources. Health data by their very purpose; no resource of one is read."""

from __future__ import annotations

from hds_collectors.live.plain import inner_tags, plain
from hds_collectors.live.service import Call, Service

SERVICE = Service(
    name="healthlake",
    client="healthlake",
    types=("awscc_healthlake_fhir_datastore",),
    prefixes=("healthlake:datastore",),
    calls=(
        Call(
            "list_fhir_datastores",
            "DatastorePropertiesList",
            ("healthlake:ListFHIRDatastores",),
            plain(
                "awscc_healthlake_fhir_datastore",
                "DatastoreId",
                id="DatastoreId",
                datastore_arn="DatastoreArn",
                datastore_name="DatastoreName",
                datastore_type_version="DatastoreTypeVersion",
                tags=inner_tags("list_tags_for_resource"),
            ),
            each=(
                Call(
                    "list_tags_for_resource",
                    "Tags",
                    ("healthlake:ListTagsForResource",),
                    take={"ResourceARN": "DatastoreArn"},
                ),
            ),
        ),
    ),
)
