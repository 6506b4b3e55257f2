"""ECS: services and the task definitions they run: volumes, images and logs. Variables stay where they are."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from hds_collectors.live.plain import plain
from hds_collectors.live.service import SELF, Call, Item, Live, Place, Service
from hds_collectors.live.words import block, blocks
from hds_policy.model import Value


def _balancers(item: Item, place: Place) -> Value:
    return blocks(
        item.get("loadBalancers"),
        lambda one: {"target_group_arn": one.get("targetGroupArn"), "elb_name": one.get("loadBalancerName")},
    )


def _container(one: Mapping[str, Any]) -> dict[str, Any]:
    """What tells of data and cannot be a secret: which image runs, and where it logs to."""
    log = one.get("logConfiguration") or {}
    group = (log.get("options") or {}).get("awslogs-group")
    return {
        "name": one.get("name"),
        "image": one.get("image"),
        **(
            {"logConfiguration": {"logDriver": log.get("logDriver"), "options": {"awslogs-group": group}}}
            if group
            else {}
        ),
    }


def _definition(item: Item, place: Place) -> Iterator[Live]:
    arn = item.need("taskDefinitionArn")
    volumes = blocks(
        item.get("volumes"),
        lambda one: {
            "name": one.get("name"),
            "efs_volume_configuration": block(
                file_system_id=(one.get("efsVolumeConfiguration") or {}).get("fileSystemId")
            ),
            "fsx_windows_file_server_volume_configuration": block(
                file_system_id=(one.get("fsxWindowsFileServerVolumeConfiguration") or {}).get("fileSystemId")
            ),
        },
    )
    containers = [_container(one) for one in item.get("containerDefinitions") or []]
    yield Live(
        "aws_ecs_task_definition",
        arn.rpartition("/")[2],
        {
            "id": item.get("family"),
            "arn": arn,
            "family": item.get("family"),
            "volume": volumes,
            "container_definitions": json.dumps(containers),
        },
    )


SERVICE = Service(
    name="ecs",
    client="ecs",
    types=("aws_ecs_service", "aws_ecs_task_definition"),
    prefixes=("ecs:service", "ecs:task-definition", "ecs:cluster"),
    calls=(
        Call(
            "list_clusters",
            "clusterArns",
            ("ecs:ListClusters",),
            each=(
                Call(
                    "list_services",
                    "serviceArns",
                    ("ecs:ListServices",),
                    take={"cluster": SELF},
                    each=(
                        Call(
                            "describe_services",
                            "services",
                            ("ecs:DescribeServices",),
                            plain(
                                "aws_ecs_service",
                                "serviceArn",
                                id="serviceArn",
                                arn="serviceArn",
                                name="serviceName",
                                cluster="clusterArn",
                                launch_type="launchType",
                                task_definition="taskDefinition",
                                load_balancer=_balancers,
                                network_configuration={"subnets": "networkConfiguration.awsvpcConfiguration.subnets"},
                                tags="tags",
                            ),
                            fixed={"include": ["TAGS"]},
                            take={"cluster": "cluster", "services": SELF},
                            one_in_list=("services",),
                        ),
                    ),
                ),
            ),
        ),
        Call(
            "list_task_definitions",
            "taskDefinitionArns",
            ("ecs:ListTaskDefinitions",),
            fixed={"status": "ACTIVE"},
            each=(
                Call(
                    "describe_task_definition",
                    "taskDefinition",
                    ("ecs:DescribeTaskDefinition",),
                    _definition,
                    take={"taskDefinition": SELF},
                ),
            ),
        ),
    ),
)
