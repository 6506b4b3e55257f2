"""The language of a report: what people read follows --lang and the environment, what programs read does not."""

import json
import re
from pathlib import Path

import pytest
from command import environment, hds_policy

from hds_policy.report import FORMATS

CLINIC = Path(__file__).parents[2] / "examples" / "clinic" / "failing"
ON = ("--on", "2026-11-23")
ENGLISH_WORDS = re.compile(r"\b(?:the|is|not|known|certificate|covers?|whether|declared|hoster|resources?|layers?)\b")


def french_lines(text: str) -> list[str]:
    """Lines that are ours: not source code, not resource keys, not what the customer wrote."""
    return [line for line in text.splitlines() if not re.match(r"\s*(?:\d+ )?\||\s+-->|\s+\w+:[\w.\[\]]+$", line)]


def test_the_text_report_is_french() -> None:
    done = hds_policy("check", CLINIC, *ON, "--lang", "fr")
    assert done.code == 1
    assert "\nRésumé\n  résultats  ✗ " in done.out
    assert "\nCode de sortie 1 : au moins une non-conformité\n" in done.out
    assert "✗ physique ✗ matériel ✗ virtuel ✗ plateforme" in done.out
    assert "Le certificat HDS détenu par Scaleway SAS ne\n    couvre pas la région nl-ams." in done.out
    assert "= activités : physique, matériel, virtuel, plateforme" in done.out


@pytest.mark.parametrize(
    ("arguments", "changed", "french"),
    [
        ((), {}, False),
        ((), {"LANG": "fr_FR.UTF-8"}, True),
        ((), {"HDS_POLICY_LANG": "fr"}, True),
        (("--lang", "en"), {"HDS_POLICY_LANG": "fr"}, False),
        (("--lang", "fr"), {"LC_ALL": "C"}, True),
    ],
)
def test_option_before_environment(arguments: tuple[str, ...], changed: dict[str, str], french: bool) -> None:
    done = hds_policy("check", CLINIC / "portal", *ON, *arguments, env=environment(**changed))
    assert ("Code de sortie" in done.out, "Exit code" in done.out) == (french, not french)


def test_another_language_is_a_usage_error() -> None:
    done = hds_policy("check", CLINIC, env=environment(HDS_POLICY_LANG="de"))
    assert (done.code, done.out) == (2, "")
    assert done.err.splitlines() == ["error: HDS_POLICY_LANG=de: no such language", "hint: languages: en, fr"]
    assert hds_policy("check", CLINIC, "--lang", "de").code == 2


PROGRAMS = sorted({"json", "sarif", "junit", "gitlab", "csv"} & set(FORMATS))


@pytest.mark.parametrize("form", PROGRAMS)
def test_what_programs_read_is_the_same_in_every_language(form: str) -> None:
    english = hds_policy("check", CLINIC, *ON, "--format", form)
    french = hds_policy("check", CLINIC, *ON, "--format", form, "--lang", "fr")
    assert len(english.out) > 100
    assert (french.code, french.out) == (english.code, english.out)


def test_counts_and_findings_do_not_depend_on_the_language(tmp_path: Path) -> None:
    """Every mark of the English report stands in the French one, in the same order."""
    reports = [hds_policy("check", CLINIC, *ON, "--lang", language).out for language in ("en", "fr")]
    marks = [re.findall(r"^(?:  )?([✗?!~✓–]) ", report, re.MULTILINE) for report in reports]
    assert marks[0] == marks[1]
    assert len(marks[0]) > 50
    numbers = [
        re.findall(r"\d+", report.partition("\nLegend" if "Legend" in report else "\nLégende")[0].split("\n\n")[-1])
        for report in reports
    ]
    assert numbers[0] == numbers[1]


def test_the_cache_knows_the_language(tmp_path: Path) -> None:
    env = environment(XDG_CACHE_HOME=str(tmp_path), HDS_POLICY_NO_CACHE="")
    said = []
    for language in ("en", "fr", "en", "fr"):
        done = hds_policy("check", CLINIC, *ON, "--verbose", "--lang", language, env=env)
        said.append(("Exit code" in done.out, "answered from the cache" in done.err))
    assert said == [(True, False), (False, False), (True, True), (False, True)]
    by_environment = hds_policy("check", CLINIC, *ON, "--verbose", env={**env, "LANG": "fr_FR.UTF-8"})
    assert "Code de sortie" in by_environment.out


def test_json_says_english_under_a_french_locale() -> None:
    done = hds_policy("check", CLINIC, *ON, "--format", "json", env=environment(LANG="fr_FR.UTF-8"))
    assert json.loads(done.out)["exit"]["meaning"] == "at least one fail"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("explain", "HDS-007"), "Les données de santé sont stockées exclusivement"),
        (("rules",), "HDS-001  élevée    loi             Les sites physiques"),
        (("forecast", CLINIC, *ON), "\nJusqu'au 2028-11-23 : "),
        (("why", "aws_s3_bucket.analytics", CLINIC, *ON), "contient des données de santé : des données y arrivent"),
    ],
)
def test_other_commands_speak_it_too(arguments: tuple[object, ...], said: str) -> None:
    french, english = (hds_policy(*arguments, "--lang", language) for language in ("fr", "en"))
    assert said in french.out, french.err
    assert said not in english.out
    assert french.code == english.code


def test_what_a_rule_means_is_french_too() -> None:
    done = hds_policy("check", CLINIC / "portal", *ON, "--explain", "--lang", "fr")
    assert "= sens : " in done.out
    assert "is performed by an actor" not in " ".join(done.out.split())
