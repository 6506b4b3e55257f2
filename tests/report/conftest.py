import pytest
from clinic_estate import MAIN_TF, clinic_assessment

from hds_policy.model import Assessment
from hds_policy.report import RenderOptions


@pytest.fixture
def options() -> RenderOptions:
    return RenderOptions(width=100, source={"main.tf": MAIN_TF}.get)


@pytest.fixture
def clinic() -> Assessment:
    return clinic_assessment()
