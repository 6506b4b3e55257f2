"""SageMaker: notebooks, endpoints and domains."""

from __future__ import annotations

from hds_collectors.live.plain import inner_tags, plain
from hds_collectors.live.service import Call, Service


def _tags(path: str) -> tuple[Call, ...]:
    return (Call("list_tags", "Tags", ("sagemaker:ListTags",), take={"ResourceArn": path}),)


SERVICE = Service(
    name="sagemaker",
    client="sagemaker",
    types=("aws_sagemaker_notebook_instance", "aws_sagemaker_endpoint", "aws_sagemaker_domain"),
    prefixes=("sagemaker:notebook-instance", "sagemaker:endpoint", "sagemaker:domain"),
    calls=(
        Call(
            "list_notebook_instances",
            "NotebookInstances",
            ("sagemaker:ListNotebookInstances",),
            plain(
                "aws_sagemaker_notebook_instance",
                "NotebookInstanceName",
                id="NotebookInstanceName",
                arn="NotebookInstanceArn",
                name="NotebookInstanceName",
                tags=inner_tags("list_tags"),
            ),
            each=_tags("NotebookInstanceArn"),
        ),
        Call(
            "list_endpoints",
            "Endpoints",
            ("sagemaker:ListEndpoints",),
            plain(
                "aws_sagemaker_endpoint",
                "EndpointName",
                id="EndpointName",
                arn="EndpointArn",
                name="EndpointName",
                tags=inner_tags("list_tags"),
            ),
            each=_tags("EndpointArn"),
        ),
        Call(
            "list_domains",
            "Domains",
            ("sagemaker:ListDomains",),
            plain(
                "aws_sagemaker_domain",
                "DomainId",
                id="DomainId",
                arn="DomainArn",
                domain_name="DomainName",
                tags=inner_tags("list_tags"),
            ),
            each=_tags("DomainArn"),
        ),
    ),
)
