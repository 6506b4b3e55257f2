"""Services that process data, against a real server: what is planted abroad and at home is found."""

from __future__ import annotations

import json
from typing import Any

import pytest
from scanning import Planted, check

HERE, ABROAD = "eu-west-3", "us-east-1"
TAGS = {"hds": "true"}
HEALTH = [{"Key": "hds", "Value": "true"}]
FOREIGN = "999988887777"


def glue(cloud: Any) -> Planted:
    arguments = {"--source": "s3://patients/raw", "--password": "not-to-be-kept", "--key": "not-to-be-kept either"}
    cloud("glue").create_job(
        Name="etl",
        Role="r",
        Command={"Name": "glueetl", "ScriptLocation": "s3://code/etl.py"},
        DefaultArguments=arguments,
        Connections={"Connections": ["ehr"]},
        Tags=TAGS,
    )
    targets = {
        "S3Targets": [{"Path": "s3://patients/raw"}],
        "JdbcTargets": [{"ConnectionName": "ehr", "Path": "db/%"}],
        "DynamoDBTargets": [{"Path": "visits"}],
    }
    cloud("glue", ABROAD).create_crawler(Name="crawl", Role="r", DatabaseName="lake", Targets=targets)
    return {
        (HERE, "aws_glue_job", "etl"): {
            "arn": f"arn:aws:glue:{HERE}:111122223333:job/etl",
            "default_arguments": {"--source": "s3://patients/raw"},
            "connections": ["ehr"],
            "command": [{"name": "glueetl", "script_location": "s3://code/etl.py"}],
            "tags": TAGS,
        },
        (ABROAD, "aws_glue_crawler", "crawl"): {
            "database_name": "lake",
            "s3_target": [{"path": "s3://patients/raw"}],
            "jdbc_target": [{"path": "db/%", "connection_name": "ehr"}],
            "dynamodb_target": [{"path": "visits"}],
            "tags": {},
        },
    }


def athena(cloud: Any) -> Planted:
    result = {"OutputLocation": "s3://results-abroad/q/"}
    cloud("athena", ABROAD).create_work_group(Name="study", Configuration={"ResultConfiguration": result}, Tags=HEALTH)
    return {
        (ABROAD, "aws_athena_workgroup", "study"): {
            "configuration": [{"result_configuration": [{"output_location": "s3://results-abroad/q/"}]}],
            "tags": TAGS,
        }
    }


def emr(cloud: Any) -> Planted:
    nodes = {"MasterInstanceType": "m5.xlarge", "SlaveInstanceType": "m5.xlarge", "InstanceCount": 1}
    kept = {"Instances": {**nodes, "KeepJobFlowAliveWhenNoSteps": True}, "LogUri": "s3://logs-abroad/"}
    made = cloud("emr", ABROAD).run_job_flow(Name="cohort", Tags=HEALTH, **kept)["JobFlowId"]
    return {(ABROAD, "aws_emr_cluster", made): {"name": "cohort", "log_uri": "s3://logs-abroad/", "tags": TAGS}}


def emr_serverless(cloud: Any) -> Planted:
    made = cloud("emr-serverless").create_application(name="spark", releaseLabel="emr-7.0.0", type="SPARK", tags=TAGS)
    return {(HERE, "aws_emrserverless_application", made["applicationId"]): {"name": "spark", "tags": TAGS}}


def emr_containers(cloud: Any) -> Planted:
    provider = {"id": "prod", "type": "EKS", "info": {"eksInfo": {"namespace": "jobs"}}}
    made = cloud("emr-containers").create_virtual_cluster(name="v", containerProvider=provider, tags=TAGS)
    return {
        (HERE, "aws_emrcontainers_virtual_cluster", made["id"]): {
            "container_provider": [{"id": "prod", "type": "EKS"}],
            "tags": TAGS,
        }
    }


def elb_classic(cloud: Any) -> Planted:
    listener = {"Protocol": "http", "LoadBalancerPort": 80, "InstancePort": 80}
    balancers = cloud("elb")
    balancers.create_load_balancer(
        LoadBalancerName="front", Listeners=[listener], AvailabilityZones=["eu-west-3a"], Tags=HEALTH
    )
    log = {"AccessLog": {"Enabled": True, "S3BucketName": "logs-abroad"}}
    balancers.modify_load_balancer_attributes(LoadBalancerName="front", LoadBalancerAttributes=log)
    return {
        (HERE, "aws_elb", "front"): {
            "access_logs": [{"bucket": "logs-abroad", "enabled": True}],
            "instances": [],
            "tags": TAGS,
        }
    }


def iam(cloud: Any) -> Planted:
    trust = {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{FOREIGN}:root"}, "Action": "sts:AssumeRole"}
        ],
    }
    cloud("iam").create_role(RoleName="supplier", AssumeRolePolicyDocument=json.dumps(trust))
    return {(HERE, "aws_iam_role", "supplier"): {"assume_role_policy": json.dumps(trust)}}


def events(cloud: Any) -> Planted:
    bus = cloud("events").create_event_bus(Name="hl7", Tags=HEALTH)["EventBusArn"]
    cloud("events").put_rule(Name="all", EventBusName="hl7", EventPattern='{"source": ["ehr"]}')
    queue, dead = f"arn:aws:sqs:{ABROAD}:111122223333:out", f"arn:aws:sqs:{HERE}:111122223333:dead"
    cloud("events").put_targets(
        Rule="all", EventBusName="hl7", Targets=[{"Id": "1", "Arn": queue, "DeadLetterConfig": {"Arn": dead}}]
    )
    cloud("events").create_archive(ArchiveName="kept", EventSourceArn=bus)
    return {
        (HERE, "aws_cloudwatch_event_bus", "hl7"): {"arn": bus, "tags": TAGS},
        (HERE, "aws_cloudwatch_event_rule", "hl7/all"): {"event_bus_name": "hl7", "name": "all"},
        (HERE, "aws_cloudwatch_event_target", "hl7/all/1"): {
            "rule": "all",
            "event_bus_name": "hl7",
            "arn": queue,
            "dead_letter_config": [{"arn": dead}],
        },
        (HERE, "aws_cloudwatch_event_archive", "kept"): {"event_source_arn": bus},
    }


CASES = {
    one.__name__.replace("_", "-"): one
    for one in (glue, athena, emr, emr_serverless, emr_containers, elb_classic, iam, events)
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_planted_is_found(cloud: Any, name: str) -> None:
    planted = CASES[name](cloud)
    found = check(cloud, name, planted)
    assert "not-to-be-kept" not in repr(found)
