import pytest

from hds_policy.errors import UsageError
from hds_policy.language import _, current, from_environment, plural, speak, speaking


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "fr"}, "fr"),
        ({"LANG": "fr_BE@euro"}, "fr"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "C"}, "en"),
        ({"LANG": "frr_DE"}, "en"),  # North Frisian
        ({"LANG": "fr_FR", "LC_MESSAGES": "en_GB"}, "en"),
        ({"LANG": "fr_FR", "LC_ALL": "C"}, "en"),
        ({"LANG": "fr_FR", "LC_ALL": ""}, "fr"),
        ({"LANG": "en_GB", "LC_MESSAGES": "en_GB", "LC_ALL": "fr_FR"}, "fr"),
        ({"LC_ALL": "fr_FR", "HDS_POLICY_LANG": "en"}, "en"),
        ({"LC_ALL": "C", "HDS_POLICY_LANG": "fr"}, "fr"),
    ],
)
def test_the_environment_chooses(environment: dict[str, str], language: str) -> None:
    assert from_environment(environment) == language


def test_a_language_that_is_not_there_is_refused_only_when_it_is_ours_to_know() -> None:
    with pytest.raises(UsageError, match="HDS_POLICY_LANG=de: no such language") as raised:
        from_environment({"HDS_POLICY_LANG": "de"})
    assert raised.value.hint == "languages: en, fr"


def test_a_message_is_looked_up_where_it_is_spoken() -> None:
    assert _("Waivers") == "Waivers"
    with speaking("fr"):
        assert (current(), _("Waivers"), _(""), _("no such message")) == ("fr", "Dérogations", "", "no such message")
    assert (current(), _("Waivers")) == ("en", "Waivers")


@pytest.mark.parametrize(
    ("language", "count", "said"),
    [
        ("en", 0, "0 findings"),
        ("en", 1, "1 finding"),
        ("en", 2, "2 findings"),
        ("fr", 0, "0 constat"),
        ("fr", 1, "1 constat"),
        ("fr", 2, "2 constats"),
    ],
)
def test_number(language: str, count: int, said: str) -> None:
    with speaking(language):
        assert plural("{count} finding", "{count} findings", count) == said


def test_speaking_ends_with_its_block_even_when_it_fails() -> None:
    with pytest.raises(ZeroDivisionError), speaking("fr"):
        raise ZeroDivisionError
    assert current() == "en"
    with speaking("en"):
        speak("fr")
        assert current() == "fr"
    assert current() == "en"
