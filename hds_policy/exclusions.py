"""What declarations take out of the scope: every report lists it, so that nothing is left out unseen. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from hds_policy.catalogue import DATA_ROLES, Catalogue
from hds_policy.model import Basis, Classification, Exclusion, Resource


def exclusions_of(
    classes: Mapping[str, Classification], resources: Mapping[str, Resource], catalogue: Catalogue
) -> tuple[Exclusion, ...]:
    """Each declaration by which resources that could hold data hold no health data, and how many; sorted.

    Declarations are rules of the estate, its default, and tags. A type that the catalogue does not know could hold
    data; one that it knows to hold none is not left out by anybody.
    """
    counts: Counter[str] = Counter()
    for key, found in classes.items():
        resource = resources[key]
        if found.basis is not Basis.NONE or not found.evidence or resource.is_data:
            continue
        decision = catalogue.decision(resource.type, resource.provider.name)
        if decision is None or decision.role in DATA_ROLES:
            counts[found.evidence] += 1
    return tuple(Exclusion(evidence, number) for evidence, number in sorted(counts.items()))
