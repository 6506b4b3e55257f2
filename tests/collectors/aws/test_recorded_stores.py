"""Stores that no test server knows, against answers that the SDK's own description of each call accepts."""

from __future__ import annotations

import pytest
from recorded import Answer, resources, told_by

from hds_policy.model import Value

TAGS = {"hds": "true"}
PAIRS = [{"key": "hds", "value": "true"}]
KEY = "arn:aws:kms:eu-west-3:111122223333:key/k"


def _arn(service: str, rest: str) -> str:
    return f"arn:aws:{service}:eu-west-3:111122223333:{rest}"


Expected = dict[tuple[str, str], dict[str, Value]]


def redshift_serverless() -> tuple[list[Answer], Expected]:
    space, group = _arn("redshift-serverless", "namespace/n"), _arn("redshift-serverless", "workgroup/w")
    snapshot = {"snapshotName": "by-hand", "namespaceName": "dwh", "accountsWithRestoreAccess": ["999988887777"]}
    tags = "redshift-serverless.list_tags_for_resource"
    return [
        (
            "redshift-serverless.list_namespaces",
            {},
            {"namespaces": [{"namespaceName": "dwh", "namespaceArn": space, "kmsKeyId": KEY}]},
        ),
        (tags, {"resourceArn": space}, {"tags": PAIRS}),
        (
            "redshift-serverless.list_workgroups",
            {},
            {"workgroups": [{"workgroupName": "reports", "workgroupArn": group, "namespaceName": "dwh"}]},
        ),
        (tags, {"resourceArn": group}, {"tags": []}),
        ("redshift-serverless.list_snapshots", {}, {"snapshots": [snapshot]}),
    ], {
        ("aws_redshiftserverless_namespace", "dwh"): {"kms_key_id": KEY, "tags": TAGS},
        ("aws_redshiftserverless_workgroup", "reports"): {"namespace_name": "dwh", "tags": {}},
        ("aws_redshiftserverless_snapshot", "by-hand"): {
            "namespace_name": "dwh",
            "accounts_with_restore_access": ["999988887777"],
        },
    }


def opensearch_serverless() -> tuple[list[Answer], Expected]:
    arn = _arn("aoss", "collection/abc")
    first = {"collectionSummaries": [], "nextToken": "more"}
    summary = {"id": "abc", "name": "notes", "arn": arn, "kmsKeyArn": KEY}
    return [
        ("opensearchserverless.list_collections", {}, first),
        ("opensearchserverless.list_collections", {"nextToken": "more"}, {"collectionSummaries": [summary]}),
        ("opensearchserverless.list_tags_for_resource", {"resourceArn": arn}, {"tags": PAIRS}),
    ], {
        ("aws_opensearchserverless_collection", "notes"): {
            "id": "abc",
            "arn": arn,
            "encryption_config": [{"kms_key_arn": KEY}],
            "tags": TAGS,
        }
    }


def neptune_analytics() -> tuple[list[Answer], Expected]:
    graph, copy = _arn("neptune-graph", "graph/g-1"), _arn("neptune-graph", "graph-snapshot/gs-1")
    told = {
        "id": "g-0123456789",
        "name": "cohort",
        "arn": graph,
        "status": "AVAILABLE",
        "provisionedMemory": 16,
        "publicConnectivity": False,
        "endpoint": "g.example",
        "replicaCount": 0,
        "kmsKeyIdentifier": KEY,
        "deletionProtection": True,
    }
    snapshot = {"id": "gs-0123456789", "name": "by-hand", "arn": copy, "sourceGraphId": "g-0123456789"}
    return [
        ("neptune-graph.list_graphs", {}, {"graphs": [told]}),
        ("neptune-graph.list_tags_for_resource", {"resourceArn": graph}, {"tags": TAGS}),
        ("neptune-graph.list_graph_snapshots", {}, {"graphSnapshots": [snapshot]}),
        ("neptune-graph.list_tags_for_resource", {"resourceArn": copy}, {"tags": {}}),
    ], {
        ("aws_neptunegraph_graph", "g-0123456789"): {"kms_key_identifier": KEY, "tags": TAGS},
        ("awscc_neptunegraph_graph_snapshot", "gs-0123456789"): {"graph_identifier": "g-0123456789"},
    }


def timestream_influxdb() -> tuple[list[Answer], Expected]:
    one, two = _arn("timestream-influxdb", "db-instance/i"), _arn("timestream-influxdb", "db-cluster/c")
    log = {"s3Configuration": {"bucketName": "logs-abroad", "enabled": True}}
    instance = {"id": "instance-1", "name": "vitals", "arn": one, "vpcSubnetIds": ["subnet-1"]}
    cluster = {"id": "cluster-1", "name": "more", "arn": two}
    tags = "timestream-influxdb.list_tags_for_resource"
    return [
        (
            "timestream-influxdb.list_db_instances",
            {},
            {"items": [{"id": "instance-1", "name": "vitals", "arn": one}]},
        ),
        (
            "timestream-influxdb.get_db_instance",
            {"identifier": "instance-1"},
            {**instance, "logDeliveryConfiguration": log},
        ),
        (tags, {"resourceArn": one}, {"tags": TAGS}),
        ("timestream-influxdb.list_db_clusters", {}, {"items": [cluster]}),
        ("timestream-influxdb.get_db_cluster", {"dbClusterId": "cluster-1"}, cluster),
        (tags, {"resourceArn": two}, {"tags": {}}),
    ], {
        ("aws_timestreaminfluxdb_db_instance", "instance-1"): {
            "log_delivery_configuration": [{"s3_configuration": [{"bucket_name": "logs-abroad", "enabled": True}]}],
            "tags": TAGS,
        },
        ("aws_timestreaminfluxdb_db_cluster", "cluster-1"): {"name": "more", "log_delivery_configuration": None},
    }


def dsql() -> tuple[list[Answer], Expected]:
    here, there = _arn("dsql", "cluster/here"), "arn:aws:dsql:us-east-1:111122223333:cluster/there"
    told = {
        "identifier": "here",
        "arn": here,
        "status": "ACTIVE",
        "creationTime": 0,
        "deletionProtectionEnabled": True,
        "multiRegionProperties": {"witnessRegion": "us-west-2", "clusters": [here, there]},
        "tags": TAGS,
    }
    return [
        ("dsql.list_clusters", {}, {"clusters": [{"identifier": "here", "arn": here}]}),
        ("dsql.get_cluster", {"identifier": "here"}, told),
    ], {
        ("aws_dsql_cluster", "here"): {
            "multi_region_properties": [{"witness_region": "us-west-2", "clusters": [there]}],
            "tags": TAGS,
        },
        ("aws_dsql_cluster_peering", "here"): {"identifier": "here", "clusters": [there]},
    }


def docdb_elastic() -> tuple[list[Answer], Expected]:
    arn, copy = _arn("docdb-elastic", "cluster/c"), _arn("docdb-elastic", "cluster-snapshot/s")
    cluster = {
        "clusterName": "records",
        "clusterArn": arn,
        "adminUserName": "u",
        "authType": "PLAIN_TEXT",
        "clusterEndpoint": "c.example",
        "createTime": "now",
        "kmsKeyId": KEY,
        "preferredMaintenanceWindow": "mon",
        "shardCapacity": 2,
        "shardCount": 1,
        "status": "ACTIVE",
        "subnetIds": [],
        "vpcSecurityGroupIds": [],
    }
    summary = {"clusterName": "records", "clusterArn": arn, "status": "ACTIVE"}
    snapshot = {
        "clusterArn": arn,
        "snapshotArn": copy,
        "snapshotCreationTime": "now",
        "snapshotName": "by-hand",
        "status": "ACTIVE",
    }
    return [
        ("docdb-elastic.list_clusters", {}, {"clusters": [summary]}),
        ("docdb-elastic.get_cluster", {"clusterArn": arn}, {"cluster": cluster}),
        ("docdb-elastic.list_tags_for_resource", {"resourceArn": arn}, {"tags": TAGS}),
        ("docdb-elastic.list_cluster_snapshots", {}, {"snapshots": [snapshot]}),
        ("docdb-elastic.list_tags_for_resource", {"resourceArn": copy}, {"tags": {}}),
    ], {
        ("aws_docdbelastic_cluster", "records"): {"arn": arn, "kms_key_id": KEY, "tags": TAGS},
        ("awscc_docdbelastic_cluster_snapshot", copy): {"cluster_arn": arn, "snapshot_name": "by-hand"},
    }


def kinesis_video() -> tuple[list[Answer], Expected]:
    arn = _arn("kinesisvideo", "stream/ward/1")
    return [
        (
            "kinesisvideo.list_streams",
            {},
            {"StreamInfoList": [{"StreamName": "ward", "StreamARN": arn, "DataRetentionInHours": 24}]},
        ),
        ("kinesisvideo.list_tags_for_stream", {"StreamARN": arn}, {"Tags": TAGS}),
    ], {("aws_kinesis_video_stream", "ward"): {"arn": arn, "data_retention_in_hours": 24, "tags": TAGS}}


def healthimaging() -> tuple[list[Answer], Expected]:
    name = "0123456789abcdef0123456789abcdef"
    arn = _arn("medical-imaging", f"datastore/{name}")
    summary = {"datastoreId": name, "datastoreName": "pacs", "datastoreStatus": "ACTIVE", "datastoreArn": arn}
    return [
        ("medical-imaging.list_datastores", {}, {"datastoreSummaries": [summary]}),
        ("medical-imaging.list_tags_for_resource", {"resourceArn": arn}, {"tags": {}}),
    ], {("awscc_healthimaging_datastore", name): {"datastore_arn": arn, "datastore_name": "pacs"}}


def healthomics() -> tuple[list[Answer], Expected]:
    arn, variants = _arn("omics", "sequenceStore/1234567890"), _arn("omics", "variantStore/v")
    store = {"id": "1234567890", "name": "genomes", "arn": arn, "creationTime": 0, "sseConfig": {"type": "KMS"}}
    variant = {
        "id": "abcdef012345",
        "name": "v",
        "storeArn": variants,
        "creationTime": 0,
        "updateTime": 0,
        "reference": {"referenceArn": _arn("omics", "referenceStore/1234567890/reference/1234567890")},
        "status": "ACTIVE",
        "description": "",
        "sseConfig": {"type": "KMS", "keyArn": KEY},
        "statusMessage": "",
        "storeSizeBytes": 1,
    }
    return [
        ("omics.list_reference_stores", {}, {"referenceStores": []}),
        ("omics.list_sequence_stores", {}, {"sequenceStores": [store]}),
        ("omics.list_tags_for_resource", {"resourceArn": arn}, {"tags": TAGS}),
        ("omics.list_variant_stores", {}, {"variantStores": [variant]}),
        ("omics.list_tags_for_resource", {"resourceArn": variants}, {"tags": {}}),
        ("omics.list_annotation_stores", {}, {"annotationStores": []}),
        ("omics.list_run_caches", {}, {"items": []}),
    ], {
        ("awscc_omics_sequence_store", "1234567890"): {"arn": arn, "sse_config": [{"type": "KMS"}], "tags": TAGS},
        ("awscc_omics_variant_store", "abcdef012345"): {"sse_config": [{"type": "KMS", "key_arn": KEY}]},
    }


def dlm() -> tuple[list[Answer], Expected]:
    abroad = {"TargetRegion": "us-east-1", "Encrypted": True}
    daily = {"Name": "daily", "CrossRegionCopyRules": [abroad], "ShareRules": [{"TargetAccounts": ["999988887777"]}]}
    details = {"ResourceTypes": ["VOLUME"], "TargetTags": [{"Key": "hds", "Value": "true"}], "Schedules": [daily]}
    summary = {"PolicyId": "policy-1", "State": "ENABLED"}
    preset = {"PolicyId": "policy-2", "PolicyDetails": {"CrossRegionCopyTargets": [{"TargetRegion": "us-west-2"}]}}
    return [
        ("dlm.get_lifecycle_policies", {}, {"Policies": [summary, {"PolicyId": "policy-2"}]}),
        (
            "dlm.get_lifecycle_policy",
            {"PolicyId": "policy-1"},
            {"Policy": {**summary, "PolicyDetails": details, "Tags": TAGS}},
        ),
        ("dlm.get_lifecycle_policy", {"PolicyId": "policy-2"}, {"Policy": preset}),
    ], {
        ("aws_dlm_lifecycle_policy", "policy-1"): {
            "policy_details": [
                {
                    "resource_types": ["VOLUME"],
                    "target_tags": TAGS,
                    "schedule": [
                        {
                            "name": "daily",
                            "cross_region_copy_rule": [{"target_region": "us-east-1", "encrypted": True}],
                            "share_rule": [{"target_accounts": ["999988887777"]}],
                        }
                    ],
                }
            ],
            "tags": TAGS,
        },
        ("aws_dlm_lifecycle_policy", "policy-2"): {
            "policy_details": [{"schedule": [{"cross_region_copy_rule": [{"target_region": "us-west-2"}]}]}]
        },
    }


CASES = {
    one.__name__.replace("_", "-"): one
    for one in (
        redshift_serverless, opensearch_serverless, neptune_analytics, timestream_influxdb, dsql, docdb_elastic,
        kinesis_video, healthimaging, healthomics, dlm,
    )
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_what_is_told_is_found(name: str) -> None:
    answers, expected = CASES[name]()
    told = told_by(name, answers)
    assert not told.gaps
    found = resources(told)
    assert found.keys() == expected.keys()
    for key, attributes in expected.items():
        assert {one: found[key].get(one) for one in attributes} == attributes
