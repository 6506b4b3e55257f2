"""The hosting chain as plain data, for programs."""

from __future__ import annotations

from hds_policy.model import Certificate, ChainActor


def chain_record(actor: ChainActor) -> dict[str, object]:
    """An actor; what the rules found of it stands among the findings."""
    return {
        "id": actor.id,
        "name": actor.name,
        "role": actor.role,
        "contractor": actor.contractor or None,
        "layers": list(actor.layers),
        "regions": list(actor.regions),
        "certified": actor.certified,
        "certificates": [_certificate(certificate) for certificate in actor.certificates],
        "answers": {
            topic.value: {"answer": told.answer, "detail": told.detail} for topic, told in actor.answers.items()
        },
        "resources": actor.resources,
    }


def _certificate(certificate: Certificate) -> dict[str, object]:
    source = certificate.source
    return {
        "number": certificate.number or None,
        "body": certificate.body or None,
        "referential": certificate.referential,
        "valid_from": certificate.valid_from.isoformat() if certificate.valid_from else None,
        "valid_until": certificate.valid_until.isoformat() if certificate.valid_until else None,
        "source": {"reference": source.reference, "checked_on": source.checked_on.isoformat(), "grade": source.grade},
    }
