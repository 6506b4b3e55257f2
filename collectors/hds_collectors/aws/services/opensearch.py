"""OpenSearch domains, those of Elasticsearch included."""

from __future__ import annotations

from collections.abc import Iterable

from hds_collectors.live.plain import inner_tags, plain
from hds_collectors.live.service import Call, Convert, Item, Live, Place, Service, Unseen
from hds_collectors.live.words import block
from hds_policy.model import Value


def _logs(item: Item, place: Place) -> Value:
    told = item.get("LogPublishingOptions") or {}
    return [
        entry
        for kind, one in sorted(told.items())
        for entry in block(log_type=kind, cloudwatch_log_group_arn=one.get("CloudWatchLogsLogGroupArn"))
    ]


def _domain(type_name: str) -> Convert:
    return plain(
        type_name,
        "DomainName",
        id="ARN",
        arn="ARN",
        domain_name="DomainName",
        engine_version="EngineVersion",
        endpoint="Endpoint",
        encrypt_at_rest={"kms_key_id": "EncryptionAtRestOptions.KmsKeyId"},
        vpc_options={"subnet_ids": "VPCOptions.SubnetIds"},
        log_publishing_options=_logs,
        tags=inner_tags("list_tags"),
    )


def _convert(item: Item, place: Place) -> Iterable[Live | Unseen]:
    old = str(item.get("EngineVersion")).startswith("Elasticsearch")
    return _domain("aws_elasticsearch_domain" if old else "aws_opensearch_domain")(item, place)


SERVICE = Service(
    name="opensearch",
    client="opensearch",
    types=("aws_opensearch_domain", "aws_elasticsearch_domain"),
    prefixes=("es:domain",),
    calls=(
        Call(
            "list_domain_names",
            "DomainNames",
            ("es:ListDomainNames",),
            each=(
                Call(
                    "describe_domain",
                    "DomainStatus",
                    ("es:DescribeDomain",),
                    _convert,
                    take={"DomainName": "DomainName"},
                    each=(Call("list_tags", "TagList", ("es:ListTags",), take={"ARN": "ARN"}),),
                ),
            ),
        ),
    ),
)
