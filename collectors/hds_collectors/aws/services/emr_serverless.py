"""EMR Serverless: applications."""

from __future__ import annotations

from hds_collectors.live.plain import plain
from hds_collectors.live.service import Call, Service

SERVICE = Service(
    name="emr-serverless",
    client="emr-serverless",
    types=("aws_emrserverless_application",),
    prefixes=("emr-serverless:",),
    calls=(
        Call(
            "list_applications",
            "applications",
            ("emr-serverless:ListApplications",),
            each=(
                Call(
                    "get_application",
                    "application",
                    ("emr-serverless:GetApplication",),
                    plain(
                        "aws_emrserverless_application",
                        "applicationId",
                        id="applicationId",
                        arn="arn",
                        name="name",
                        type="type",
                        tags="tags",
                    ),
                    take={"applicationId": "id"},
                    when=lambda item, _: item.get("state") != "TERMINATED",
                ),
            ),
        ),
    ),
)
