"""The table of the policy input about parties outside that access control lets in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from hds_policy.evaluation.certificate_input import certificate_document, certificate_id
from hds_policy.evaluation.questions import OpenEnds, Questions
from hds_policy.model import Hoster, Party

_WORDS = {
    Party.ACCOUNT: "account {}",
    Party.FEDERATION: "identity provider {}",
    Party.PUBLIC: "everybody",
    Party.UNKNOWN: "somebody who is not known",
}


def add_administrators(questions: Questions, ends: OpenEnds, holders: Mapping[str, Hoster], on: date) -> None:
    """Add the table administrators; a finding is about a party, and concerns all that lets it in.

    Args:
        holders: hosters and operators with their certificates, by id.
    """
    for one in ends.administrators:
        name = _WORDS[one.party].format(one.name)
        subject = f"administrators/{name}"
        known = holders.get(one.operator)
        questions.document["administrators"].append(
            {
                "id": subject,
                "party": one.party.value,
                "operator": one.operator,
                "status": one.status,
                "certificates": [
                    certificate_document(certificate_id(one.operator, number), certificate, on)
                    for number, certificate in enumerate(known.certificates if known else ())
                ],
            }
        )
        key, attribute = one.grants[0]
        questions.facts[subject] = {
            "holder_id": name,
            "name": one.name,
            "operator": known.name if known else one.operator,
            "attribute": attribute,
            "holder_address": ends.resources[key].address,
            "count": str(len(one.grants)),
        }
        questions.groups[subject] = tuple(dict.fromkeys(key for key, _ in one.grants))
