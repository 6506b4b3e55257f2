"""The registry as a list of single facts, each with its source: what a person reads, compares and audits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from msgspec import Struct

from hds_policy.hosters.entries import FACTS
from hds_policy.hosters.registry import Registry
from hds_policy.model import LAYERS, Certificate, Condition, Guarantee, Hoster, Layer, Scope, Source, Subcontractor

UNKNOWN = "unknown"


class Fact(Struct, frozen=True):
    """One fact: the hoster, what it is about, e.g. ``certificates[FR094504].valid_until``, its value and source."""

    hoster: str
    about: str
    value: str
    source: Source

    def document(self) -> dict[str, str]:
        """As JSON has it."""
        return {
            "hoster": self.hoster,
            "fact": self.about,
            "value": self.value,
            "source": self.source.reference,
            "checked_on": self.source.checked_on.isoformat(),
            "grade": self.source.grade.value,
        }


def facts_of(registry: Registry) -> list[Fact]:
    """Every fact of the registry, hosters in the order of their ids."""
    return [fact for name in sorted(registry.hosters) for fact in facts_about(registry, name)]


def facts_about(registry: Registry, hoster: str) -> list[Fact]:
    """Every fact of one hoster, what is not known included where a certificate should tell it."""
    found = registry.hosters[hoster]
    facts = [
        Fact(hoster, "name", found.name, found.source),
        Fact(hoster, "status", found.status.value, found.source),
    ]
    brands = ", ".join(registry.brands.get(hoster, ()))
    if brands:
        facts.append(Fact(hoster, "brands", brands, found.source))
    if registry.notes.get(hoster):
        facts.append(Fact(hoster, "notes", registry.notes[hoster], found.source))
    facts += [fact for certificate, name in certificate_names(found) for fact in _certificate(certificate, name)]
    facts += [_condition(hoster, condition) for condition in found.conditions]
    facts += [_guarantee(hoster, guarantee) for guarantee in found.guarantees]
    facts += [_subcontractor(hoster, one) for one in found.subcontractors]
    return facts


def certificate_names(hoster: Hoster) -> Iterator[tuple[Certificate, str]]:
    """Certificates, each with a name that stays the same while others come and go: its number, or else its place."""
    taken: set[str] = set()
    for place, certificate in enumerate(hoster.certificates, start=1):
        number = certificate.number or f"{place}"
        name = number if number not in taken else f"{number}/{place}"
        taken.add(name)
        yield certificate, name


def value_of(certificate: Certificate, name: str) -> str:
    """A field of a certificate, for a person; ``unknown`` when it is not known."""
    value: Any = getattr(certificate, name)
    if isinstance(value, Scope):
        return scope_text(value)
    if name == "layers":
        open_layers = _layers(certificate.layers_unknown)
        parts = [_layers(certificate.layers), f"not known: {open_layers}" if open_layers else ""]
        return "; ".join(part for part in parts if part)
    if isinstance(value, date):
        return value.isoformat()
    return value or UNKNOWN


def scope_text(scope: Scope) -> str:
    """A scope for a person."""
    if not scope.known:
        return UNKNOWN
    if scope.everything:
        return "all"
    return ", ".join(sorted(scope.names)) + ("" if scope.complete else ", and perhaps others")


def _layers(layers: frozenset[Layer]) -> str:
    return ", ".join(layer.value for layer in LAYERS if layer in layers)


def _certificate(certificate: Certificate, name: str) -> Iterator[Fact]:
    about = f"certificates[{name}]"
    for field in FACTS:
        yield Fact(certificate.holder, f"{about}.{field}", value_of(certificate, field), certificate.source_of(field))
    for event in certificate.events:
        yield Fact(certificate.holder, f"{about}.{event.state.value}", event.on.isoformat(), event.source)


def _condition(hoster: str, condition: Condition) -> Fact:
    parts = [condition.title]
    if condition.attribute:
        values = ", ".join(str(value).lower() if isinstance(value, bool) else value for value in condition.values)
        allowed = f"; inside the scope: {', '.join(condition.allowed)}" if condition.allowed else ""
        parts.append(f"({', '.join(sorted(condition.types))}: {condition.attribute} = {values}{allowed})")
    return Fact(hoster, f"conditions[{condition.id}]", f"{condition.kind}: {' '.join(parts)}", condition.source)


def _guarantee(hoster: str, guarantee: Guarantee) -> Fact:
    layers = _layers(guarantee.layers)
    limits = [layers, guarantee.scope, f"until {guarantee.until}" if guarantee.until else ""]
    limit = "; ".join(part for part in limits if part)
    about = f"{guarantee.topic.value}[{limit}]" if limit else guarantee.topic.value
    detail = " ".join(part for part in (guarantee.detail, guarantee.address) if part)
    return Fact(
        hoster, about, f"{guarantee.answer.value}: {detail}" if detail else guarantee.answer.value, guarantee.source
    )


def _subcontractor(hoster: str, one: Subcontractor) -> Fact:
    parts = [_layers(one.layers) or "activities not known", ", ".join(sorted(one.services | one.regions))]
    return Fact(hoster, f"subcontractors[{one.name}]", "; ".join(part for part in parts if part), one.source)
