"""Texts of earlier stages in French: every form, nested ones, and what is no form at all."""

from string import Formatter

import pytest

from hds_policy.catalogue import load_catalogue
from hds_policy.language import _, speaking
from hds_policy.report.phrases import PHRASES, phrase
from hds_policy.report.telling import FLOWS


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("var.region has no value", "var.region n'a pas de valeur"),
        ("tag data_classification = health", "étiquette data_classification = health"),
        ("estate: the index names patients", "client\u00a0: the index names patients"),  # the customer's own words stay
        (
            "the instances of module.a are not known: var.n has no value",
            "les instances de module.a sont inconnues\u00a0: var.n n'a pas de valeur",
        ),
        ("path of provider aws.x is not a name", "path du fournisseur aws.x n'est pas un nom"),
        ("eu-west-3", "eu-west-3"),
        ("{name} {0} {", "{name} {0} {"),
        ("{0} has no value", "{0} n'a pas de valeur"),
        ("", ""),
    ],
)
def test_french(english: str, french: str) -> None:
    assert phrase(english) == english
    with speaking("fr"):
        assert phrase(english) == french


@pytest.mark.parametrize("form", PHRASES)
def test_no_form_is_hidden_by_one_before_it(form: str) -> None:
    """Filled in, each form is found as itself."""
    names = {name: f"<{name}>" for _text, name, _form, _conversion in Formatter().parse(form) if name}
    with speaking("fr"):
        assert phrase(form.format(**names)) == _(form).format(**names)


def test_each_flow_of_the_catalogue_has_its_words() -> None:
    assert set(FLOWS) == {name.replace("_", " ") for name in load_catalogue().edge_types}
