"""Every resource type with its decision, for a reader: as data and as a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from hds_policy.catalogue.loader import Catalogue
from hds_policy.catalogue.names import known_names
from hds_policy.catalogue.types import Decision, Role
from hds_policy.model import LAYERS

_HEAD = ("TYPE", "ROLE", "SERVICE", "OPERATED BY THE HOSTER (OR ANOTHER)", "REASON", "FROM")


def types_of(catalogue: Catalogue, file: str) -> list[dict[str, Any]]:
    """All types of a provider file, sorted: those its documentation lists and those with an entry of their own."""
    names = {*known_names(file), *catalogue.types(file)}
    return [_row(catalogue, name, file) for name in sorted(names)]


def decisions_of(catalogue: Catalogue, names: Iterable[str]) -> list[dict[str, Any]]:
    """The decision for each name of a list, told by the prefix of the type; a type without one has the role None."""
    return [_row(catalogue, name, "") for name in names]


def _row(catalogue: Catalogue, name: str, file: str) -> dict[str, Any]:
    decision = catalogue.decision(name, file)
    if decision is None:
        keys = ("role", "service", "model", "hoster_layers", "operated_by", "persists", "reason", "answer_from")
        blank = dict.fromkeys(keys)
        return {"type": name, "provider": file or name.partition("_")[0], "decided": False, **blank, "family": None}
    return {
        "type": name,
        "provider": file or name.partition("_")[0],
        "decided": True,
        "role": decision.role.value,
        "service": decision.service or None,
        "model": decision.model.name if decision.model else None,
        "hoster_layers": _layers(decision),
        "operated_by": _others(decision),
        "persists": decision.persists,
        "reason": decision.reason or None,
        "answer_from": "family" if decision.family else "entry",
        "family": decision.family or None,
    }


def _layers(decision: Decision) -> list[str] | None:
    if decision.model is None:
        return None
    return [layer.value for layer in LAYERS if layer in decision.model.hoster and layer not in decision.operated_by]


def _others(decision: Decision) -> dict[str, str] | None:
    """Layer → who operates it instead of the hoster; None when nobody does."""
    told = {layer.value: decision.operated_by[layer] for layer in LAYERS if layer in decision.operated_by}
    return told or None


def types_table(rows: Iterable[dict[str, Any]]) -> str:
    """One line for each type under a heading, and what they add up to; without a final line break."""
    rows = list(rows)
    lines = [_HEAD, *map(_cells, rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(_HEAD) - 1)]
    table = [
        "  ".join([*(cell.ljust(width) for cell, width in zip(line, widths, strict=False)), line[-1]]) for line in lines
    ]
    return "\n".join([*table, "", *_sums(rows)])


def _cells(row: dict[str, Any]) -> tuple[str, ...]:
    if not row["decided"]:
        return (row["type"], "undecided", "", "", "", "nothing")
    others = (f"{layer} ({operator})" for layer, operator in (row["operated_by"] or {}).items())
    layers = ", ".join([*(row["hoster_layers"] or ()), *others])
    return (
        row["type"],
        row["role"],
        row["service"] or "",
        layers,
        row["reason"] or "",
        row["family"] or row["answer_from"],
    )


def _sums(rows: list[dict[str, Any]]) -> Iterator[str]:
    roles = [row["role"] for row in rows]
    parts = [f"{roles.count(role.value)} {role.value}" for role in Role if role.value in roles]
    if None in roles:
        parts.append(f"{roles.count(None)} undecided")
    yield f"{len(rows)} types: {', '.join(parts)}" if rows else "0 types"
