"""Whom a policy lets in: everybody, an account, an identity provider, or somebody who is not known."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from hds_policy.catalogue import Catalogue
from hds_policy.model import Reference, Resource, Unknown, Value
from hds_policy.model.attributes import values_at
from hds_policy.propagation.ends import Ends
from hds_policy.propagation.statements import EVERYBODY, Condition, Principal, Statement, of_blocks, of_json

_ACCOUNT = re.compile(r"^(?:arn:[a-z-]+:[a-z0-9-]*:[a-z0-9-]*:)?([0-9*?]{1,12})(?::|$)")
_PROVIDER = re.compile(r"^(?:arn:[a-z-]+:iam::([0-9]{12}):(oidc|saml)-provider/)?(.+)$")
_WITHIN = re.compile(r"^(?:oidc\.eks\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?(?:/|$)|cognito-identity\.amazonaws\.com$)")
"""Providers that the hoster runs for a cluster or for the users of an application."""
_OWN_CLUSTER = "oidc.eks.own.amazonaws.com"
_HOSTERS = re.compile(r"^arn:[a-z-]+:[a-z0-9-]*:[a-z0-9-]*:[a-z]+:")
_POSITIVE = re.compile(r"^(?:ForAnyValue:)?(?:String(?:Equals|EqualsIgnoreCase|Like)|Arn(?:Equals|Like)|IpAddress)$")
_DOCUMENTS = ("source_policy_documents", "override_policy_documents")
_DEEPEST = 5
PUBLIC, ACCOUNT, FEDERATION, UNKNOWN = "public", "account", "federation", "unknown"


class Access(Struct, frozen=True, order=True):
    """Who is let in.

    Attributes:
        to: ``public``, ``account``, ``federation`` (an identity provider) or ``unknown``.
        name: account number, or host of the identity provider; what is not an account as it is written.
    """

    to: str
    name: str


class Policies:
    """Reads the policies of one inventory."""

    def __init__(self, ends: Ends, catalogue: Catalogue) -> None:
        self._ends = ends
        self._tables = catalogue.access

    def lets_in(self, resource: Resource, attribute: str, *, sending: bool = False) -> set[Access]:
        """Whom the policy at an attribute of a resource lets in, principals of its own account and services left out.

        Args:
            sending: whether those count who may only send data in.
        """
        found: set[Access] = set()
        for value in values_at(resource.attributes, attribute):
            if value in ("", [], {}):
                continue
            for statement, holder, prefix in self._statements(value, resource, attribute, _DEEPEST):
                if statement is None:
                    found.add(Access(UNKNOWN, ""))
                elif sending or not self._tables.only_sends(statement.actions):
                    found |= self._of_statement(statement, holder, prefix)
        return found

    def _statements(
        self, value: Value, holder: Resource, attribute: str, depth: int
    ) -> Iterator[tuple[Statement | None, Resource, str]]:
        """Statements, the resource they stand in, and the path of the policy there; None for one that is not known."""
        if not isinstance(value, Unknown):
            told = of_json(value)
            yield from ((one, holder, f"{attribute}.") for one in told) if told is not None else ((None, holder, ""),)
            return
        references = self._ends.references(holder, attribute)
        documents = [self._ends.resource(one.target) for one in references]
        if not references or depth == 0 or any(one.open for one in references):
            yield None, holder, ""
            return
        for document in documents:
            if document is None or document.type not in self._tables.documents:
                yield None, holder, ""
                continue
            yield from ((one, document, "") for one in of_blocks(document.attributes.get("statement")))
            for name in _DOCUMENTS:
                for inner in values_at(document.attributes, name):
                    yield from self._statements(inner, document, name, depth - 1)

    def _of_statement(self, statement: Statement, holder: Resource, prefix: str) -> set[Access]:
        found: set[Access] = set()
        for principal in statement.principals:
            access = self._of_principal(principal, holder, prefix)
            if access is not None and access.to == PUBLIC:
                found |= self._narrowed(statement.conditions, holder, prefix)
            elif access is not None:
                found.add(access)
        return found

    def _of_principal(self, principal: Principal, holder: Resource, prefix: str) -> Access | None:
        """Whom a principal is; None for one of the own account, and for a service of the hoster."""
        value = principal.value
        if principal.kind == "Service":
            return None
        path = prefix + principal.path
        if principal.kind == "Federated" and value != EVERYBODY:
            return self._of_provider(value, holder, path)
        return self.principal(value, holder, path)

    def principal(self, value: Value, holder: Resource, path: str) -> Access | None:
        """Whom a text, or what is not known of it, at an attribute path names; None for one of the own account."""
        if not isinstance(value, str):
            return None if self.is_ours(holder, path) else Access(UNKNOWN, "")
        return Access(PUBLIC, "") if value == EVERYBODY else self._of_account(value, holder)

    def _of_provider(self, value: Value, holder: Resource, path: str) -> Access | None:
        """The identity provider that is named; None for one of a cluster or a directory of the own account."""
        if not isinstance(value, str):
            if self.is_ours(holder, path):
                return None
            value = self._host_of(holder, path)
        found = _PROVIDER.match(value)
        if found is None:
            return Access(UNKNOWN, "")
        account, kind, name = found[1], found[2], found[3]
        own = kind == "saml" and bool(self._ends.stands_in(account, holder))
        return None if own or _WITHIN.match(name) else Access(FEDERATION, name)

    def _host_of(self, holder: Resource, path: str) -> str:
        """Host of the identity provider that a reference leads to; empty when that is not known."""
        references = self._ends.references(holder, path)
        targets = [self._ends.resource(one.target) for one in references]
        if len(targets) != 1 or targets[0] is None or references[0].open:
            return ""
        url = targets[0].attributes.get("url")
        if isinstance(url, str):
            return url.removeprefix("https://")
        # The issuer of a cluster that was read is one of the customer's own.
        return _OWN_CLUSTER if self.is_ours(targets[0], "url") else ""

    def _of_account(self, text: str, holder: Resource) -> Access | None:
        found = _ACCOUNT.match(text)
        if found is None:
            # An account that is a word is one of the hoster: arn:aws:iam::cloudfront:user/…
            return None if _HOSTERS.match(text) else Access(ACCOUNT, text)
        if not found[1].isdigit():
            return Access(PUBLIC, "")
        return None if self._ends.stands_in(found[1], holder) else Access(ACCOUNT, found[1])

    def _narrowed(self, conditions: Sequence[Condition], holder: Resource, prefix: str) -> set[Access]:
        """Whom a statement lets in that names everybody: nobody in particular as soon as one condition says who."""
        found: set[Access] = {Access(PUBLIC, "")}
        for one in conditions:
            if one.key not in self._tables.narrowing or not _POSITIVE.match(one.test):
                continue
            told = [value for value in one.values if isinstance(value, str)]
            if not one.values or not self._tables.everything.isdisjoint(told):
                continue
            if len(told) < len(one.values) and not self.is_ours(holder, prefix + one.path, everything=True):
                found = {Access(UNKNOWN, "")}
                continue
            accounts = told if one.key in self._tables.accounts else []
            return {access for value in accounts if (access := self._of_narrow(value, holder)) is not None}
        return found

    def _of_narrow(self, text: str, holder: Resource) -> Access | None:
        """The account that the value of a condition tells; None when it is the own one, or tells none."""
        found = _ACCOUNT.match(text)
        if found is None or not found[1].isdigit() or self._ends.stands_in(found[1], holder):
            return None
        return Access(ACCOUNT, found[1])

    def is_ours(self, holder: Resource, path: str, *, everything: bool = False) -> bool:
        """Whether what is not known at a path certainly comes from resources that stand for the customer or the hoster.

        Args:
            everything: whether every resource that was read counts, as in a condition on the source of a request.
        """
        references: list[Reference] = self._ends.references(holder, path)
        if not references or any(one.open for one in references):
            return False
        targets = [self._ends.resource(one.target) for one in references]
        return all(one is not None and (everything or one.type in self._tables.ours) for one in targets)
