"""The same estate, read as code, as plan and as state: the same placements and findings."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hds_collectors.terraform.registration import collect
from msgspec.structs import replace

from hds_policy.config import DefaultClass, Estate
from hds_policy.model import Inventory, Layer, Reference, Unknown
from hds_policy.pipeline import Knowledge, assess, placements_if_health

ESTATE = Path(__file__).parents[2] / "assets" / "plans" / "estate"
DAY = date(2026, 11, 23)

# Told by hand from the configuration: what is set on the resource, its parent or its provider.
REGIONS = {
    "aws_db_instance.record": {"eu-west-3"},
    "aws_db_instance.replica": {"eu-central-1"},
    "aws_s3_bucket.logs": {"eu-west-3"},
    "azurerm_storage_account.wards": {"francecentral"},
    "google_sql_database_instance.trials": {"europe-west9"},
    "google_storage_bucket.slides": {"europe-west9"},
    "google_storage_bucket_object.atlas": {"europe-west9"},
    'module.archive["images"].aws_s3_bucket.this': {"eu-west-3"},
    'module.archive["letters"].aws_s3_bucket.this': {"eu-west-3"},
    "ovh_cloud_project_database.letters": {"GRA", "DE"},
    "outscale_snapshot.pacs": {"eu-west-2"},
    "outscale_volume.pacs": {"eu-west-2"},
    "scaleway_block_volume.scans[0]": {"fr-par"},
    "scaleway_block_volume.scans[1]": {"fr-par"},
    "scaleway_rdb_instance.appointments": {"fr-par"},
    "scaleway_rdb_read_replica.appointments": {"fr-par"},
}
SNAPSHOT = "outscale_snapshot.pacs"
FORMS = {"code": "code", "plan": "plan.json", "state": "terraform.tfstate"}


def inventory(form: str, **settings: Any) -> Inventory:
    return collect(ESTATE / FORMS[form], settings, None)


def placed(found: Inventory, shipped: Knowledge) -> set[Any]:
    return {
        (one.resource, one.layer, one.actor, one.service, str(one.region), one.stores)
        for one in placements_if_health(found, shipped)
    }


def findings(found: Inventory, shipped: Knowledge, default: DefaultClass) -> set[Any]:
    estate = replace(Estate.default(), default_class=default)
    return {
        (one.rule, one.result, one.subject, one.code, one.reasons, one.cause, one.layer, one.resources, one.facts)
        for one in assess(found, estate, shipped, DAY).findings
    }


@pytest.mark.parametrize("form", ["code", "plan"])
def test_regions_are_those_of_the_configuration(form: str, shipped: Knowledge) -> None:
    found = placements_if_health(inventory(form), shipped)
    regions: dict[str, set[Any]] = {}
    for one in found:
        regions.setdefault(one.resource, set()).add(one.region)
    assert regions == REGIONS


@pytest.mark.parametrize("default", list(DefaultClass))
def test_code_and_plan_agree(default: DefaultClass, shipped: Knowledge) -> None:
    code, plan = inventory("code"), inventory("plan")
    assert placed(plan, shipped) == placed(code, shipped)
    assert findings(plan, shipped, default) == findings(code, shipped, default) != set()


@pytest.mark.parametrize("default", list(DefaultClass))
def test_state_with_its_source_agrees_too(default: DefaultClass, shipped: Knowledge) -> None:
    code, state = inventory("code"), inventory("state", source=ESTATE / "code")
    assert placed(state, shipped) == placed(code, shipped)
    assert findings(state, shipped, default) == findings(code, shipped, default)


def test_a_state_alone_differs_only_where_the_region_is_the_provider_s(shipped: Knowledge) -> None:
    code, state = inventory("code"), inventory("state")
    different = placed(state, shipped) ^ placed(code, shipped)
    assert {one[0] for one in different} == {SNAPSHOT}
    unknown = [one for one in placements_if_health(state, shipped) if one.resource == SNAPSHOT]
    assert [one.layer for one in unknown] == list(Layer)
    assert all(isinstance(one.region, Unknown) for one in unknown)


def test_all_three_have_the_same_references_and_no_gap() -> None:
    code, plan, state = (inventory(form) for form in FORMS)
    assert set(plan.references) == set(code.references)
    assert len(code.references) == 10
    # A state tells which resource a value names, not by which attribute: a bucket's name is its identifier too, and
    # the same place is no reference.
    atlas = Reference("google_storage_bucket_object.atlas", "google_storage_bucket.slides", "bucket", "name")
    place = Reference("azurerm_storage_account.wards", "azurerm_resource_group.clinic", "location", "location")
    # A bucket mirrors what its logging resource sets.
    mirrored = {
        Reference(f'module.archive["{key}"].aws_s3_bucket.this', "aws_s3_bucket.logs", "logging.target_bucket", "id")
        for key in ("images", "letters")
    }
    told = (set(code.references) - {atlas, place}) | {replace(atlas, target_attribute="id")}
    assert set(state.references) == told | mirrored
    assert code.unread == plan.unread == state.unread == ()


@pytest.mark.parametrize("form", ["plan", "state"])
def test_the_secret_is_nowhere(form: str) -> None:
    found = inventory(form)
    assert "correct horse" in (ESTATE / FORMS[form]).read_text(encoding="utf-8")
    assert "correct horse" not in repr(found)


@pytest.mark.parametrize("form", ["plan", "state"])
def test_with_source_every_resource_has_the_place_of_its_block(form: str) -> None:
    code = {one.address: one for one in inventory("code").resources}
    found = inventory(form, source=ESTATE / "code").resources
    assert len(found) == len(code) == 19
    for one in found:
        location = code[one.address].location
        assert location is not None
        assert one.location == replace(location, file=f"code/{location.file}")
        assert one.lines == code[one.address].lines
