"""Each service against a real server: what is planted abroad and at home is found, with what following data needs."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
from scanning import Planted, check

HEALTH = [{"Key": "hds", "Value": "true"}]
LOWER = [{"key": "hds", "value": "true"}]
TAGS = {"hds": "true"}
ABROAD = "us-east-1"
ARN = "arn:aws:{}:{}:111122223333:{}"


def _arn(service: str, region: str, rest: str) -> str:
    return ARN.format(service, region, rest)


def dynamodb(cloud: Any) -> Planted:
    keys = {
        "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
        "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
        "BillingMode": "PAY_PER_REQUEST",
    }
    cloud("dynamodb").create_table(TableName="visits", Tags=HEALTH, **keys)
    recovery = {"PointInTimeRecoveryEnabled": True}
    cloud("dynamodb").update_continuous_backups(TableName="visits", PointInTimeRecoverySpecification=recovery)
    cloud("dynamodb", ABROAD).create_table(TableName="abroad", **keys)
    return {
        ("eu-west-3", "aws_dynamodb_table", "visits"): {
            "arn": _arn("dynamodb", "eu-west-3", "table/visits"),
            "point_in_time_recovery": [{"enabled": True}],
            "tags": TAGS,
        },
        (ABROAD, "aws_dynamodb_table", "abroad"): {"point_in_time_recovery": [{"enabled": False}], "tags": {}},
    }


def efs(cloud: Any) -> Planted:
    here = cloud("efs").create_file_system(CreationToken="a", Encrypted=True, Tags=HEALTH)["FileSystemId"]
    there = cloud("efs", ABROAD).create_file_system(CreationToken="b")["FileSystemId"]
    return {
        ("eu-west-3", "aws_efs_file_system", here): {"encrypted": True, "tags": TAGS},
        (ABROAD, "aws_efs_file_system", there): {"encrypted": False},
    }


def sqs(cloud: Any) -> Planted:
    cloud("sqs", ABROAD).create_queue(QueueName="dead")
    url = cloud("sqs").create_queue(QueueName="orders", tags=TAGS, Attributes={"KmsMasterKeyId": "alias/k"})["QueueUrl"]
    return {
        ("eu-west-3", "aws_sqs_queue", "orders"): {
            "url": url,
            "name": "orders",
            "arn": _arn("sqs", "eu-west-3", "orders"),
            "kms_master_key_id": "alias/k",
            "tags": TAGS,
        }
    }


def sns(cloud: Any) -> Planted:
    topic = cloud("sns").create_topic(Name="results", Tags=HEALTH)["TopicArn"]
    queue = _arn("sqs", ABROAD, "abroad")
    cloud("sqs", ABROAD).create_queue(QueueName="abroad")
    made = cloud("sns").subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue)["SubscriptionArn"]
    cloud("sns").subscribe(TopicArn=topic, Protocol="email", Endpoint="somebody@example.org")
    return {
        ("eu-west-3", "aws_sns_topic", "results"): {"arn": topic, "tags": TAGS},
        ("eu-west-3", "aws_sns_topic_subscription", made): {"topic_arn": topic, "endpoint": queue},
    }


def kinesis(cloud: Any) -> Planted:
    cloud("kinesis", ABROAD).create_stream(StreamName="abroad", ShardCount=1)
    cloud("kinesis").create_stream(StreamName="vitals", ShardCount=1)
    cloud("kinesis").add_tags_to_stream(StreamName="vitals", Tags=TAGS)
    return {
        ("eu-west-3", "aws_kinesis_stream", "vitals"): {"tags": TAGS},
        (ABROAD, "aws_kinesis_stream", "abroad"): {"arn": _arn("kinesis", ABROAD, "stream/abroad")},
    }


def lambda_(cloud: Any) -> Planted:
    trust = {"Version": "2012-10-17", "Statement": []}
    role = cloud("iam").create_role(RoleName="r", AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("f.py", "")
    variables = {"BUCKET": "arn:aws:s3:::abroad", "PASSWORD": "not-to-be-kept"}
    cloud("lambda").create_function(
        FunctionName="export",
        Runtime="python3.13",
        Role=role,
        Handler="f.f",
        Code={"ZipFile": code.getvalue()},
        Environment={"Variables": variables},
        Tags=TAGS,
    )
    return {
        ("eu-west-3", "aws_lambda_function", "export"): {
            "environment": [{"variables": {"BUCKET": "arn:aws:s3:::abroad"}}],
            "tags": TAGS,
        }
    }


def logs(cloud: Any) -> Planted:
    cloud("kinesis", "eu-west-3").create_stream(StreamName="out", ShardCount=1)
    target = _arn("kinesis", "eu-west-3", "stream/out")
    cloud("logs").create_log_group(logGroupName="/app/ehr", tags=TAGS)
    cloud("logs").put_subscription_filter(
        logGroupName="/app/ehr",
        filterName="all",
        filterPattern="",
        destinationArn=target,
        roleArn=_arn("iam", "", "role/r"),
    )
    return {
        ("eu-west-3", "aws_cloudwatch_log_group", "/app/ehr"): {
            "arn": _arn("logs", "eu-west-3", "log-group:/app/ehr"),
            "tags": TAGS,
        },
        ("eu-west-3", "aws_cloudwatch_log_subscription_filter", "/app/ehr:all"): {
            "log_group_name": "/app/ehr",
            "destination_arn": target,
        },
    }


def backup(cloud: Any) -> Planted:
    backup = cloud("backup")
    backup.create_backup_vault(BackupVaultName="here", BackupVaultTags=TAGS)
    cloud("backup", ABROAD).create_backup_vault(BackupVaultName="abroad")
    target = _arn("backup", ABROAD, "backup-vault:abroad")
    rule = {
        "RuleName": "daily",
        "TargetBackupVaultName": "here",
        "CopyActions": [{"DestinationBackupVaultArn": target}],
    }
    name = backup.create_backup_plan(BackupPlan={"BackupPlanName": "all", "Rules": [rule]})["BackupPlanId"]
    every = "cron(0 5 ? * * *)"
    told = {
        "rule_name": "daily",
        "target_vault_name": "here",
        "schedule": every,
        "copy_action": [{"destination_vault_arn": target}],
    }
    return {
        ("eu-west-3", "aws_backup_vault", "here"): {"tags": TAGS},
        (ABROAD, "aws_backup_vault", "abroad"): {"arn": target},
        ("eu-west-3", "aws_backup_plan", name): {"name": "all", "rule": [told]},
    }


def eks(cloud: Any) -> Planted:
    role = _arn("iam", "", "role/r")
    cloud("eks").create_cluster(name="prod", roleArn=role, resourcesVpcConfig={"subnetIds": []}, tags=TAGS)
    cloud("eks").create_nodegroup(clusterName="prod", nodegroupName="n", subnets=[], nodeRole=role)
    arn = cloud("eks").describe_nodegroup(clusterName="prod", nodegroupName="n")["nodegroup"]["nodegroupArn"]
    return {
        ("eu-west-3", "aws_eks_cluster", "prod"): {"tags": TAGS},
        ("eu-west-3", "aws_eks_node_group", arn): {"id": "prod:n", "cluster_name": "prod", "node_group_name": "n"},
    }


def ecr(cloud: Any) -> Planted:
    cloud("ecr").create_repository(repositoryName="clinic/app", tags=HEALTH)
    rules = [{"destinations": [{"region": ABROAD, "registryId": "111122223333"}]}]
    cloud("ecr").put_replication_configuration(replicationConfiguration={"rules": rules})
    return {
        ("eu-west-3", "aws_ecr_repository", "clinic/app"): {"tags": TAGS},
        ("eu-west-3", "aws_ecr_replication_configuration", "111122223333"): {
            "replication_configuration": [
                {"rule": [{"destination": [{"region": ABROAD, "registry_id": "111122223333"}]}]}
            ]
        },
    }


def elasticache(cloud: Any) -> Planted:
    cloud("elasticache").create_cache_cluster(
        CacheClusterId="sessions", Engine="redis", CacheNodeType="cache.t4g.small", Tags=HEALTH
    )
    cloud("elasticache", ABROAD).create_cache_cluster(
        CacheClusterId="abroad", Engine="redis", CacheNodeType="cache.t4g.small"
    )
    return {
        ("eu-west-3", "aws_elasticache_cluster", "sessions"): {"engine": "redis", "tags": TAGS},
        (ABROAD, "aws_elasticache_cluster", "abroad"): {"cluster_id": "abroad"},
    }


def redshift(cloud: Any) -> Planted:
    cluster = {"NodeType": "ra3.large", "MasterUsername": "u", "MasterUserPassword": "Not-a-secret1"}
    cloud("redshift").create_cluster(ClusterIdentifier="dwh", Tags=HEALTH, **cluster)
    cloud("redshift").enable_snapshot_copy(ClusterIdentifier="dwh", DestinationRegion=ABROAD)
    cloud("redshift").create_cluster_snapshot(SnapshotIdentifier="by-hand", ClusterIdentifier="dwh")
    return {
        ("eu-west-3", "aws_redshift_cluster", "dwh"): {"tags": TAGS},
        ("eu-west-3", "aws_redshift_snapshot_copy", "dwh"): {"cluster_identifier": "dwh", "destination_region": ABROAD},
        ("eu-west-3", "aws_redshift_cluster_snapshot", "by-hand"): {"cluster_identifier": "dwh"},
    }


def opensearch(cloud: Any) -> Planted:
    cloud("opensearch").create_domain(DomainName="notes", EngineVersion="OpenSearch_2.11", TagList=HEALTH)
    cloud("opensearch", ABROAD).create_domain(DomainName="old", EngineVersion="Elasticsearch_7.10")
    return {
        ("eu-west-3", "aws_opensearch_domain", "notes"): {"tags": TAGS},
        (ABROAD, "aws_elasticsearch_domain", "old"): {"domain_name": "old"},
    }


def cloudtrail(cloud: Any) -> Planted:
    place = {"CreateBucketConfiguration": {"LocationConstraint": "eu-west-3"}}
    cloud("s3").create_bucket(Bucket="trail-logs", **place)
    cloud("cloudtrail").create_trail(Name="all", S3BucketName="trail-logs")
    return {("eu-west-3", "aws_cloudtrail", "all"): {"s3_bucket_name": "trail-logs"}}


def kms(cloud: Any) -> Planted:
    key = cloud("kms").create_key(Description="records")["KeyMetadata"]
    return {("eu-west-3", "aws_kms_key", key["KeyId"]): {"arn": key["Arn"], "description": "records"}}


def secretsmanager(cloud: Any) -> Planted:
    cloud("secretsmanager").create_secret(Name="db", SecretString="not-to-be-kept", Tags=HEALTH)
    return {("eu-west-3", "aws_secretsmanager_secret", "db"): {"name": "db", "tags": TAGS}}


def mq(cloud: Any) -> Planted:
    made = cloud("mq").create_broker(
        BrokerName="hl7",
        DeploymentMode="SINGLE_INSTANCE",
        EngineType="RABBITMQ",
        EngineVersion="3.13",
        HostInstanceType="mq.m5.large",
        PubliclyAccessible=False,
        Users=[{"Username": "u", "Password": "not-to-be-kept"}],
        AutoMinorVersionUpgrade=True,
        Tags=TAGS,
    )
    return {("eu-west-3", "aws_mq_broker", made["BrokerId"]): {"broker_name": "hl7", "tags": TAGS}}


def fsx(cloud: Any) -> Planted:
    made = cloud("fsx").create_file_system(
        FileSystemType="LUSTRE", StorageCapacity=1200, SubnetIds=["subnet-0123456789abcdef0"], Tags=HEALTH
    )["FileSystem"]
    return {("eu-west-3", "aws_fsx_lustre_file_system", made["FileSystemId"]): {"tags": TAGS}}


def memorydb(cloud: Any) -> Planted:
    cloud("memorydb").create_cluster(ClusterName="fast", NodeType="db.t4g.small", ACLName="open-access", Tags=HEALTH)
    return {("eu-west-3", "aws_memorydb_cluster", "fast"): {"name": "fast", "tags": TAGS}}


def firehose(cloud: Any) -> Planted:
    role, bucket = _arn("iam", "", "role/r"), "arn:aws:s3:::abroad"
    cloud("s3", ABROAD).create_bucket(Bucket="abroad")
    cloud("firehose").create_delivery_stream(
        DeliveryStreamName="out", ExtendedS3DestinationConfiguration={"RoleARN": role, "BucketARN": bucket}, Tags=HEALTH
    )
    return {
        ("eu-west-3", "aws_kinesis_firehose_delivery_stream", "out"): {
            "extended_s3_configuration": [{"bucket_arn": bucket}],
            "tags": TAGS,
        }
    }


def stepfunctions(cloud: Any) -> Planted:
    step = {"StartAt": "a", "States": {"a": {"Type": "Pass", "End": True}}}
    cloud("stepfunctions").create_state_machine(
        name="flow", definition=json.dumps(step), roleArn=_arn("iam", "", "role/r"), tags=LOWER
    )
    return {("eu-west-3", "aws_sfn_state_machine", "flow"): {"definition": json.dumps(step), "tags": TAGS}}


def transfer(cloud: Any) -> Planted:
    made = cloud("transfer", ABROAD).create_server(Tags=HEALTH)["ServerId"]
    return {(ABROAD, "aws_transfer_server", made): {"tags": TAGS}}


def sagemaker(cloud: Any) -> Planted:
    cloud("sagemaker").create_notebook_instance(
        NotebookInstanceName="study", InstanceType="ml.t3.medium", RoleArn=_arn("iam", "", "role/r"), Tags=HEALTH
    )
    return {("eu-west-3", "aws_sagemaker_notebook_instance", "study"): {"tags": TAGS}}


def ecs(cloud: Any) -> Planted:
    cloud("ecs").create_cluster(clusterName="c")
    variables = [{"name": "PASSWORD", "value": "not-to-be-kept"}]
    log = {"logDriver": "awslogs", "options": {"awslogs-group": "/app"}}
    container = {"name": "a", "image": "clinic/ehr:1", "memory": 64, "environment": variables, "logConfiguration": log}
    volume = {"name": "v", "efsVolumeConfiguration": {"fileSystemId": "fs-0123456789abcdef0"}}
    arn = cloud("ecs").register_task_definition(family="ehr", containerDefinitions=[container], volumes=[volume])[
        "taskDefinition"
    ]["taskDefinitionArn"]
    made = cloud("ecs").create_service(cluster="c", serviceName="ehr", taskDefinition="ehr", desiredCount=0, tags=LOWER)
    kept = [{"name": "a", "image": "clinic/ehr:1", "logConfiguration": log}]
    return {
        ("eu-west-3", "aws_ecs_service", made["service"]["serviceArn"]): {"task_definition": arn, "tags": TAGS},
        ("eu-west-3", "aws_ecs_task_definition", "ehr:1"): {
            "volume": [{"name": "v", "efs_volume_configuration": [{"file_system_id": "fs-0123456789abcdef0"}]}],
            "container_definitions": json.dumps(kept),
        },
    }


def kafka(cloud: Any) -> Planted:
    nodes = {"InstanceType": "kafka.m5.large", "ClientSubnets": ["subnet-0123456789abcdef0"]}
    cloud("kafka").create_cluster_v2(
        ClusterName="bus",
        Provisioned={"BrokerNodeGroupInfo": nodes, "KafkaVersion": "3.6.0", "NumberOfBrokerNodes": 1},
        Tags=TAGS,
    )
    return {("eu-west-3", "aws_msk_cluster", "bus"): {"tags": TAGS}}


def dms(cloud: Any) -> Planted:
    made = {
        "MigrationType": "full-load",
        "TableMappings": "{}",
        "ReplicationInstanceArn": _arn("dms", "eu-west-3", "rep:r"),
    }
    source, target = _arn("dms", "eu-west-3", "endpoint:s"), _arn("dms", "eu-west-3", "endpoint:t")
    cloud("dms").create_replication_task(
        ReplicationTaskIdentifier="move", SourceEndpointArn=source, TargetEndpointArn=target, **made
    )
    return {
        ("eu-west-3", "aws_dms_replication_task", "move"): {
            "source_endpoint_arn": source,
            "target_endpoint_arn": target,
        }
    }


CASES = {
    one.__name__.rstrip("_"): one
    for one in (
        dynamodb, efs, sqs, sns, kinesis, lambda_, logs, backup, eks, ecr, elasticache, redshift, opensearch,
        cloudtrail, kms, secretsmanager, mq, fsx, memorydb,
        firehose, stepfunctions, transfer, sagemaker, ecs, kafka, dms,
    )
}  # fmt: skip

NOT_SPOKEN = {
    "backup": {"list_backup_selections"},
    "dynamodb": {"list_exports"},
    "elasticache": {"describe_serverless_caches"},
    "efs": {"describe_replication_configurations"},
}
"""Calls that this server does not know: they are told as unread, and nothing else is."""


@pytest.mark.parametrize("name", CASES)
def test_what_is_planted_is_found(cloud: Any, name: str) -> None:
    planted = CASES[name](cloud)
    found = check(cloud, name, planted, NOT_SPOKEN.get(name, set()))
    assert "not-to-be-kept" not in repr(found)
    assert "somebody@example.org" not in repr(found)
