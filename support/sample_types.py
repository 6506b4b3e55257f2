"""Draw resource types at random, for a reader to hold against the documentation of their providers.

Each provider is drawn from in proportion to its types, and at least once; of a provider, half come from the types that
hold data, where an error costs most. A seed draws the same types as long as the lists and the roles are the same.

    python support/sample_types.py --seed 1 --size 200
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Sequence
from pathlib import Path

from hds_policy.catalogue import DATA_ROLES, Catalogue, load_catalogue

LISTS = Path(__file__).resolve().parents[1] / "tests" / "catalogue" / "types"


def shares(sizes: dict[str, int], size: int) -> dict[str, int]:
    """How many types to draw from each provider: by largest remainder, one at least.

    Raises:
        ValueError: there are more providers than types to draw, or fewer types than that.
    """
    if not len(sizes) <= size <= sum(sizes.values()):
        raise ValueError(f"between {len(sizes)} and {sum(sizes.values())} types can be drawn, not {size}")
    whole = sum(sizes.values())
    drawn = {name: max(1, size * count // whole) for name, count in sizes.items()}
    by_remainder = sorted(sizes, key=lambda name: (-(size * sizes[name] % whole), name))
    while sum(drawn.values()) < size:
        for name in by_remainder:
            if sum(drawn.values()) < size and drawn[name] < sizes[name]:
                drawn[name] += 1
    while sum(drawn.values()) > size:
        drawn[max(drawn, key=lambda name: (drawn[name], name))] -= 1
    return drawn


def draw(catalogue: Catalogue, lists: Path, seed: int, size: int) -> list[tuple[str, str]]:
    """Provider and type of each drawn type, sorted."""
    names = {path.stem: path.read_text(encoding="utf-8").split() for path in sorted(lists.glob("*.txt"))}
    chance = random.Random(seed)  # noqa: S311 - the same draw for everybody, nothing secret
    found = []
    for provider, count in shares({name: len(types) for name, types in names.items()}, size).items():
        holding, other = _parted(catalogue, provider, names[provider])
        of_data = min(len(holding), max(-(-count // 2), count - len(other)))
        found += [(provider, name) for name in chance.sample(holding, of_data)]
        found += [(provider, name) for name in chance.sample(other, count - of_data)]
    return sorted(found)


def _parted(catalogue: Catalogue, provider: str, names: Sequence[str]) -> tuple[list[str], list[str]]:
    """The types that hold data, and the others."""
    holding: list[str] = []
    other: list[str] = []
    for name in sorted(names):
        decision = catalogue.decision(name, provider)
        (holding if decision is not None and decision.role in DATA_ROLES else other).append(name)
    return holding, other


def main(arguments: list[str] | None = None) -> int:
    """Print the draw with what the catalogue says, one type a line, separated by tabs."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--size", type=int, default=200)
    options = parser.parse_args(arguments)
    catalogue = load_catalogue()
    try:
        drawn = draw(catalogue, LISTS, options.seed, options.size)
    except ValueError as error:
        parser.error(str(error))
    for provider, name in drawn:
        found = catalogue.decision(name, provider)
        told = (found.role, found.service or found.reason, found.model.name if found.model else "") if found else ("",)
        print("\t".join((provider, name, *told)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
