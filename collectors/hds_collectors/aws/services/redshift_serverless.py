"""Redshift Serverless: namespaces, workgroups that compute on them, and snapshots."""

from __future__ import annotations

from hds_collectors.live.plain import inner_tags, plain
from hds_collectors.live.service import Call, Service


def _tags(arn: str) -> tuple[Call, ...]:
    return (
        Call("list_tags_for_resource", "tags", ("redshift-serverless:ListTagsForResource",), take={"resourceArn": arn}),
    )


SERVICE = Service(
    name="redshift-serverless",
    client="redshift-serverless",
    types=(
        "aws_redshiftserverless_namespace",
        "aws_redshiftserverless_workgroup",
        "aws_redshiftserverless_snapshot",
    ),
    prefixes=("redshift-serverless:",),
    calls=(
        Call(
            "list_namespaces",
            "namespaces",
            ("redshift-serverless:ListNamespaces",),
            plain(
                "aws_redshiftserverless_namespace",
                "namespaceName",
                id="namespaceName",
                arn="namespaceArn",
                namespace_name="namespaceName",
                db_name="dbName",
                kms_key_id="kmsKeyId",
                tags=inner_tags("list_tags_for_resource"),
            ),
            each=_tags("namespaceArn"),
        ),
        Call(
            "list_workgroups",
            "workgroups",
            ("redshift-serverless:ListWorkgroups",),
            plain(
                "aws_redshiftserverless_workgroup",
                "workgroupName",
                id="workgroupName",
                arn="workgroupArn",
                workgroup_name="workgroupName",
                namespace_name="namespaceName",
                publicly_accessible="publiclyAccessible",
                subnet_ids="subnetIds",
                tags=inner_tags("list_tags_for_resource"),
            ),
            each=_tags("workgroupArn"),
        ),
        Call(
            "list_snapshots",
            "snapshots",
            ("redshift-serverless:ListSnapshots",),
            plain(
                "aws_redshiftserverless_snapshot",
                "snapshotName",
                id="snapshotName",
                arn="snapshotArn",
                snapshot_name="snapshotName",
                namespace_name="namespaceName",
                kms_key_id="kmsKeyId",
                accounts_with_restore_access="accountsWithRestoreAccess",
                accounts_with_provisioned_restore_access="accountsWithProvisionedRestoreAccess",
            ),
        ),
    ),
)
