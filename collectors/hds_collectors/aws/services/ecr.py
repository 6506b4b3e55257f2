"""ECR: registries of images and the regions they are replicated to."""

from __future__ import annotations

from collections.abc import Iterator

from hds_collectors.live.plain import inner_tags, plain
from hds_collectors.live.service import SELF, Call, Item, Live, Place, Service
from hds_collectors.live.words import block, blocks


def _replication(item: Item, place: Place) -> Iterator[Live]:
    rules = item.get("replicationConfiguration.rules") or []
    made = blocks(
        rules,
        lambda rule: {
            "destination": blocks(
                rule.get("destinations"),
                lambda one: {"region": one["region"], "registry_id": one.get("registryId")},
            )
        },
    )
    if made:
        name = item.need("registryId")
        configuration = block(rule=made)
        yield Live("aws_ecr_replication_configuration", name, {"id": name, "replication_configuration": configuration})


SERVICE = Service(
    name="ecr",
    client="ecr",
    types=("aws_ecr_repository", "aws_ecr_replication_configuration"),
    prefixes=("ecr:repository",),
    calls=(
        Call(
            "describe_repositories",
            "repositories",
            ("ecr:DescribeRepositories",),
            plain(
                "aws_ecr_repository",
                "repositoryName",
                id="repositoryName",
                name="repositoryName",
                arn="repositoryArn",
                encryption_configuration={"kms_key": "encryptionConfiguration.kmsKey"},
                tags=inner_tags("list_tags_for_resource"),
            ),
            each=(
                Call(
                    "list_tags_for_resource",
                    "tags",
                    ("ecr:ListTagsForResource",),
                    take={"resourceArn": "repositoryArn"},
                ),
            ),
        ),
        Call(
            "describe_registry",
            SELF,
            ("ecr:DescribeRegistry",),
            _replication,
            proof="registryId",
        ),
    ),
)
