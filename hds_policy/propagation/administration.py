"""Parties outside whom the access control of what holds health data lets in."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping

from hds_policy.catalogue import Catalogue, Grant, How
from hds_policy.config import Operator
from hds_policy.config.patterns import matches
from hds_policy.model import Administrator, Inventory, Party, Resource, Unknown, Value
from hds_policy.model.attributes import values_at
from hds_policy.propagation.ends import Ends
from hds_policy.propagation.policies import Access, Policies

_MEMBER = re.compile(r"^(?:deleted:)?(user|group|domain|serviceAccount):(?:[^@]*@)?([^?]+)")
_PROJECTS_ACCOUNT = re.compile(r"^([a-z][a-z0-9-]*)\.iam\.gserviceaccount\.com$")
_HOSTERS_ACCOUNT = re.compile(
    r"^(?:gcp-sa-[a-z0-9-]+\.iam|developer|appspot|cloudservices|[a-z]+-robot\.iam)\.gserviceaccount\.com$"
)
"""Agents that Google makes in a project, and accounts that it makes with it."""
_EVERYBODY = frozenset({"allUsers", "allAuthenticatedUsers"})
_PROJECT_ROLE = ("projectOwner:", "projectEditor:", "projectViewer:")
_POOL = "principal"


def administrators(
    inventory: Inventory,
    catalogue: Catalogue,
    ends: Ends,
    carrying: Collection[str],
    operators: Mapping[str, Operator],
) -> tuple[Administrator, ...]:
    """Every party outside, once, with all that lets it in; only of the providers under which health data is.

    Args:
        carrying: keys of what carries health data.
        operators: of the estate, by id; ``accounts`` ties a party to one.
    """
    table: dict[str, list[Grant]] = {}
    granting: list[tuple[Resource, Grant]] = []
    for resource in inventory.resources if carrying else ():
        grants = table.get(resource.type)
        if grants is None:
            grants = table[resource.type] = [one for one in catalogue.access.grants if one.fits(resource.type)]
        if grants and not resource.is_data:
            granting.extend((resource, grant) for grant in grants)
    if not granting:
        return ()
    files = {_file(one, catalogue) for one in inventory.resources if one.key in carrying}
    policies = Policies(ends, catalogue)
    found: dict[Access, set[tuple[str, str]]] = defaultdict(set)
    for resource, grant in granting:
        if _file(resource, catalogue) in files:
            for access in _let_in(grant, resource, ends, policies):
                found[access].add((resource.key, grant.attribute))
    return tuple(sorted(_party(access, grants, operators) for access, grants in found.items()))


def _file(resource: Resource, catalogue: Catalogue) -> str:
    provider = catalogue.provider_of(resource)
    return provider.file if provider else resource.provider.name


def _party(access: Access, grants: set[tuple[str, str]], operators: Mapping[str, Operator]) -> Administrator:
    party, where = Party(access.to), tuple(sorted(grants))
    for operator in operators.values() if access.name else ():
        if any(matches(pattern, access.name) for pattern in operator.accounts):
            return Administrator(party, access.name, where, operator.id, operator.status.value)
    return Administrator(party, access.name, where)


def _let_in(grant: Grant, resource: Resource, ends: Ends, policies: Policies) -> set[Access]:
    if grant.how is How.POLICY:
        return policies.lets_in(resource, grant.attribute, sending=True)
    found = set()
    for value in values_at(resource.attributes, grant.attribute):
        if grant.how is How.PRINCIPAL:
            access = policies.principal(value, resource, grant.attribute)
        elif grant.how is How.MEMBER:
            access = _member(value, resource, ends, policies, grant.attribute)
        else:
            access = Access(Party.ACCOUNT, value) if isinstance(value, str) else Access(Party.UNKNOWN, "")
        if access is not None:
            found.add(access)
    return found


def _member(value: Value, resource: Resource, ends: Ends, policies: Policies, path: str) -> Access | None:
    """Whom a member of Google is; None for one of the own project, and for an agent of the hoster."""
    if isinstance(value, Unknown) or not isinstance(value, str):
        return None if policies.is_ours(resource, path) else Access(Party.UNKNOWN, "")
    if value in _EVERYBODY:
        return Access(Party.PUBLIC, "")
    if value.startswith(_POOL):
        return Access(Party.FEDERATION, value.partition("://")[2])
    found = _MEMBER.match(value)
    if found is not None and found[1] != "serviceAccount":
        return Access(Party.FEDERATION, found[2].lower())
    project = _project_of(value if found is None else found[2].lower())
    if project is None or ends.stands_in(project, resource):
        return None
    return Access(Party.ACCOUNT, project)


def _project_of(text: str) -> str | None:
    """Project of a role or of the address of a service account; None for an account of the hoster."""
    if text.startswith(_PROJECT_ROLE):
        return text.partition(":")[2]
    if _HOSTERS_ACCOUNT.match(text):
        return None
    own = _PROJECTS_ACCOUNT.match(text)
    return own[1] if own else text
