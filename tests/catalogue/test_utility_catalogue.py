"""Providers without a hoster of their own: their types are decided, and none of them as a store."""

import pytest

from hds_policy.catalogue import Role, load_catalogue


@pytest.mark.parametrize(
    ("resource_type", "provider", "role"),
    [
        ("null_resource", "null", Role.NONE),
        ("random_password", "random", Role.NONE),
        ("terraform_data", "terraform", Role.NONE),
        ("local_file", "local", Role.CONFIGURES),
        ("github_repository", "github", Role.CONFIGURES),
        ("kubectl_manifest", "kubectl", Role.PROCESSES),
    ],
)
def test_decided(resource_type: str, provider: str, role: Role) -> None:
    decision = load_catalogue().decision(resource_type, provider)
    assert decision is not None
    assert decision.role is role


def test_an_unknown_type_of_the_builtin_provider_stays_open() -> None:
    assert load_catalogue().decision("terraform_remote_state_store", "terraform") is None
