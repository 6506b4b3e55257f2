"""Addresses of services outside among the settings of what carries health data (HDS-014, for a person to look at)."""

from __future__ import annotations

import pytest
from clinic_tree import Checked

from hds_policy.catalogue import load_catalogue

FUNCTION = """
provider "aws" {{ region = "eu-west-3" }}
resource "aws_lambda_function" "api" {{
  function_name = "api"
  role          = "arn:aws:iam::123456789012:role/api"
  tags          = {{ data_classification = "{said}", docs = "https://sentry.io/readme" }}
  environment {{ variables = {{ ADDRESS = "{address}" }} }}
}}
"""


def named(text: str) -> list[tuple[str, str]]:
    return [(host, service.edge) for host, service in load_catalogue().outside_services.named_in(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://abc@o1.ingest.de.sentry.io/1", [("o1.ingest.de.sentry.io", "logs_to")]),
        ("smtp.sendgrid.net:587", [("smtp.sendgrid.net", "exports_to")]),
        ("email-smtp.eu-west-3.amazonaws.com", [("email-smtp.eu-west-3.amazonaws.com", "exports_to")]),
        (
            "https://API.openai.com/v1 https://api.mistral.ai",
            [("api.openai.com", "exports_to"), ("api.mistral.ai", "exports_to")],
        ),
        ('[{"environment":[{"name":"DSN","value":"https://k@sentry.io/2"}]}]', [("sentry.io", "logs_to")]),
        ("https://sentry.io.example.org/1", []),
        ("https://notsentry.io/1", []),
        ("https://sentry.iot/1", []),
        ("https://sentry.clinic.example/1", []),
        ("s3.eu-west-3.amazonaws.com", []),
        ("", []),
    ],
)
def test_addresses_are_told_by_the_end_of_the_host_name(text: str, expected: list[tuple[str, str]]) -> None:
    assert named(text) == expected


def test_a_setting_of_what_carries_health_data_is_for_a_person(checked: Checked) -> None:
    done = checked(FUNCTION.format(said="health", address="https://k3yk3y@o1.ingest.sentry.io/1"), "--format", "json")
    found = [one for one in done.json["findings"] if one["rule"] == "HDS-014"]
    assert [(one["result"], one["message"]) for one in found] == [
        (
            "review",
            "environment of aws_lambda_function.api names o1.ingest.sentry.io: whether health data goes there is for a "
            "person to look at.",
        )
    ]
    assert "k3yk3y" not in done.out


def test_nothing_is_asked_of_what_carries_none(checked: Checked) -> None:
    done = checked(FUNCTION.format(said="none", address="https://o1.ingest.sentry.io/1"), "--format", "json")
    assert not [one for one in done.json["findings"] if one["rule"] == "HDS-014"]


def test_every_service_has_a_source_and_an_edge_that_moves_data() -> None:
    catalogue = load_catalogue()
    services = catalogue.outside_services.services
    assert services
    for one in services:
        assert one.source.startswith("https://")
        assert one.hosts
        assert one.edge in catalogue.edge_types
