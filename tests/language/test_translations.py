"""Every string for people is in French, no other string is, and the place-holders are the same."""

import re
import sys
from pathlib import Path

import pytest
import translations
from command import run

LANGUAGE = Path(__file__).parents[2] / "hds_policy" / "language"


def test_the_french_is_complete_and_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    code = translations.main(["--check"])
    assert (code, capsys.readouterr().err) == (0, "")


def check(folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    assert translations.main(["--check", "--folder", str(folder)]) == 1
    return capsys.readouterr().err


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        ('msgstr "Dérogations"', 'msgstr ""', "not translated: Waivers"),
        ('msgid "Waivers"', 'msgid "No such string"', "not translated: Waivers"),
        (
            'msgid "Waivers"',
            'msgid "No such string"',
            "not up to date: run `python support/translations.py`: fr.po",
        ),
        ("sans {rules}", "sans", "place-holders [] instead of ['rules']: leaves out {rules}"),
        ("{count} constats", "{number} constats", "place-holders ['number'] instead of ['count']: {count} finding"),
        ('msgstr[1] "{count} constats"', 'msgstr[1] ""', "not translated: {count} finding"),
        ("Dérogations", "Waivers", "not up to date: run `python support/translations.py`: fr.mo"),
    ],
)
def test_a_fault_is_told(
    before: str, after: str, problem: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = (LANGUAGE / "fr.po").read_text("utf-8")
    assert source.count(before) >= 1
    (tmp_path / "fr.po").write_text(source.replace(before, after), encoding="utf-8")
    (tmp_path / "fr.mo").write_bytes((LANGUAGE / "fr.mo").read_bytes())
    assert problem in check(tmp_path, capsys).splitlines()


def test_a_new_string_is_found_in_code_and_data() -> None:
    found = translations.strings()
    assert "Waivers" in found  # of the code
    assert ("{count} finding", "{count} findings") in found
    assert "pass" in found  # of a table
    assert "{holder} is not HDS certified." in found  # of a library of rules
    assert "The HDS contract is signed with Scaleway" in found  # of the registry


def test_the_file_has_no_lines_and_no_dates() -> None:
    """Two branches that add strings would meet in them."""
    source = (LANGUAGE / "fr.po").read_text("utf-8")
    assert "#: " not in source
    assert "Date" not in source
    assert "fuzzy" not in source


def test_english_typography_does_not_slip_in() -> None:
    """A no-break space before the tall signs, and quotation marks of the language."""
    strings = re.findall(r'^msgstr(?:\[\d\])? "(.*)"$', (LANGUAGE / "fr.po").read_text("utf-8"), re.MULTILINE)
    assert len(strings) > 200
    wrong = [text for text in strings if re.search(r"(?<!\u00a0)[:;!?»](?= |$)|«(?!\u00a0)| [:;!?»]", text)]
    assert wrong == []


def test_english_loads_no_catalogue() -> None:
    assert "gettext" not in _loaded("from hds_policy.language import _; _('Waivers')")
    assert "gettext" in _loaded("from hds_policy.language import _, speak; speak('fr'); _('Waivers')")


def _loaded(code: str) -> set[str]:
    done = run([sys.executable, "-P", "-c", f"import sys; {code}; print(*sys.modules)"])
    assert done.code == 0, done.err
    return set(done.out.split())
