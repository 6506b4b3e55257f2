"""The draw of resource types for a review: in proportion, every provider, the same for everybody."""

from __future__ import annotations

from pathlib import Path

import pytest
import sample_types as sampler
from building import write_catalogue

from hds_policy.catalogue import DATA_ROLES, Catalogue


@pytest.mark.parametrize(
    ("sizes", "size", "expected"),
    [
        ({"a": 60, "b": 30, "c": 10}, 10, {"a": 6, "b": 3, "c": 1}),
        ({"a": 99, "b": 1}, 10, {"a": 9, "b": 1}),
        ({"a": 50, "b": 50}, 3, {"a": 2, "b": 1}),
        ({"a": 1, "b": 1}, 2, {"a": 1, "b": 1}),
    ],
)
def test_shares_follow_the_number_of_types_and_leave_nobody_out(
    sizes: dict[str, int], size: int, expected: dict[str, int]
) -> None:
    assert sampler.shares(sizes, size) == expected


@pytest.mark.parametrize("size", [0, 1, 5])
def test_a_draw_that_cannot_be_is_an_error(size: int) -> None:
    with pytest.raises(ValueError, match="between 2 and 4 types can be drawn"):
        sampler.shares({"a": 3, "b": 1}, size)


def test_half_of_a_draw_holds_data_and_the_same_seed_draws_the_same(tmp_path: Path) -> None:
    catalogue = Catalogue(write_catalogue(tmp_path / "catalogue"))
    names = ["cloud_database", "cloud_machine", "cloud_volume", "cloud_stream", *(f"cloud_rule_{n}" for n in range(20))]
    (tmp_path / "cloud.txt").write_text("\n".join(names), encoding="utf-8")
    drawn = sampler.draw(catalogue, tmp_path, 7, 6)
    roles = [catalogue.decision(name, provider).role for provider, name in drawn]
    assert len(set(drawn)) == 6
    assert sum(role in DATA_ROLES for role in roles) == 3
    assert drawn == sampler.draw(catalogue, tmp_path, 7, 6)
    assert drawn != sampler.draw(catalogue, tmp_path, 8, 6)
