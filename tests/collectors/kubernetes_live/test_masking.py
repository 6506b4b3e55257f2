"""What a cluster says in clear does not get into an inventory; what leads somewhere does."""

from __future__ import annotations

import pytest
from hds_collectors.kubernetes.conversion import Origin, resource_of
from hds_collectors.kubernetes.live.masking import masked, without_credentials

from hds_policy.model import ProviderConfig

KEY = "-----BEGIN RSA PRIVATE KEY-----\nMIIhunter2\nhunter2\n-----END RSA PRIVATE KEY-----"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("postgres://app:hunter2@db.example.com:5432/records", "postgres://app:***@db.example.com:5432/records"),
        ("amqp://:hunter2@q.example.com", "amqp://:***@q.example.com"),
        ("a=1\nspring.datasource.password=hunter2\nb=2", "a=1\nspring.datasource.password=***\nb=2"),
        ("Server=db.example.com;Password=hunter2;Port=1", "Server=db.example.com;Password=***;Port=1"),
        (
            "jdbc:x://db.example.com/r?user=a&password=hunter2&ssl=1",
            "jdbc:x://db.example.com/r?user=a&password=***&ssl=1",
        ),
        ("AccountName=clinic;AccountKey=hunter2==;Endpoint=x", "AccountName=clinic;AccountKey=***;Endpoint=x"),
        ("SharedAccessKey=hunter2", "SharedAccessKey=***"),
        ('{"api_key": "hunter2", "host": "x"}', '{"api_key": "***", "host": "x"}'),
        ("password: hunter2", "password: ***"),
        ("--db-password=hunter2", "--db-password=***"),
        ("aws_secret_access_key = hunter2", "aws_secret_access_key = ***"),
        (f"before\n{KEY}\nafter", "before\n***\nafter"),
        (KEY[:50], "***"),
        ("https://records.example.com:8443/a?b=c", "https://records.example.com:8443/a?b=c"),
        ("arn:aws:s3:::clinic-records", "arn:aws:s3:::clinic-records"),
        ("registry.example.com/app:1.2", "registry.example.com/app:1.2"),
        ("no secret here", "no secret here"),
    ],
)
def test_credentials_go_and_what_leads_somewhere_stays(text: str, expected: str) -> None:
    assert masked(text) == expected
    assert masked(expected) == expected


def test_no_attribute_of_an_object_keeps_a_credential() -> None:
    obj = {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": "password=x", "namespace": "ward", "annotations": {"note": "token: hunter2"}},
        "data": {
            "url": "mysql://a:hunter2@db.example.com/r",
            "application.properties": "db.password=hunter2\nport=1",
            "db-password": "hunter2",
        },
    }
    found = without_credentials(resource_of(obj, Origin("c", ProviderConfig("kubernetes"))))
    assert "hunter2" not in repr(found)
    assert found.attributes["data"] == {
        "url": "mysql://a:***@db.example.com/r",
        "application.properties": "db.password=***\nport=1",
        "db-password": "***",
    }
    plain = resource_of({**obj, "data": {}, "metadata": {"name": "a"}}, Origin("c", ProviderConfig("kubernetes")))
    assert without_credentials(plain) is plain


@pytest.mark.parametrize("piece", ["token", "a", "password", "://", "://:", "-----BEGIN ", "://a:b", "secret= "])
def test_a_text_of_a_megabyte_that_is_hard_to_search_comes_to_an_end(piece: str) -> None:
    text = piece * (1_000_000 // len(piece)) + " ="
    assert len(masked(text)) <= len(text)
