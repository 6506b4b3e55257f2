"""Lists that people save or keep become registry files; what is not understood is not known, and told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from hds_policy.errors import RegistryError
from hds_policy.hosters import load_registry, read_registry
from hds_policy.hosters.importing import Imported, import_list
from hds_policy.hosters.importing.words import activities, day, version
from hds_policy.model import LAYERS, Grade, Layer, Scope, Source

SOURCE = Source("list of the ANS", date(2026, 11, 20), Grade.A)
PATH = Path("list.csv")
# CSP R.1111-9, in the words of the decree.
DECREE = (
    "La mise à disposition et le maintien en condition opérationnelle des sites physiques permettant d'héberger "
    "l'infrastructure matérielle du système d'information utilisé pour le traitement des données de santé",
    "La mise à disposition et le maintien en condition opérationnelle de l'infrastructure matérielle du système "
    "d'information utilisé pour le traitement de données de santé",
    "La mise à disposition et le maintien en condition opérationnelle de l'infrastructure virtuelle du système "
    "d'information utilisé pour le traitement des données de santé",
    "La mise à disposition et le maintien en condition opérationnelle de la plateforme d'hébergement d'applications du "
    "système d'information",
    "L'administration et l'exploitation du système d'information contenant les données de santé",
    "La sauvegarde de données de santé",
)


def imported(text: str, *, numbered: bool = False) -> Imported:
    return import_list(PATH, text.encode(), load_registry(), SOURCE, numbered=numbered)


@pytest.mark.parametrize(("text", "layer"), list(zip(DECREE, LAYERS, strict=True)))
def test_an_activity_is_told_by_its_text(text: str, layer: Layer) -> None:
    for words in (text, f"{LAYERS.index(layer) + 1}. {text}", text.upper()):
        found = activities(words, numbered=False)
        assert (found.told, found.open, found.notes) == ({layer}, frozenset(), ())


def test_the_number_beside_a_text_does_not_count() -> None:
    """Public pages swap the third and the fourth activity."""
    assert activities(f"4. {DECREE[2]}", numbered=False).told == {Layer.VIRTUAL}


@pytest.mark.parametrize(
    ("text", "numbered", "told", "open_"),
    [
        ("1, 2, 3", False, "", "physical hardware virtual platform admin backup"),
        ("1, 2, 3", True, "physical hardware virtual", ""),
        ("1-6", False, "physical hardware virtual platform admin backup", ""),
        ("1;2;3;4;5;6", False, "physical hardware virtual platform admin backup", ""),
        ("1 à 4", True, "physical hardware virtual platform", ""),
        ("hébergeur infogéreur", False, "", "virtual platform admin backup"),
        ("hébergeur d'infrastructure physique", True, "", "physical hardware"),
        ("physical; backup", False, "physical backup", ""),
        ("physical; sauf infrastructure virtuelle", False, "", "physical hardware virtual platform admin backup"),
        ("physical; everything", False, "physical", "hardware virtual platform admin backup"),
        (" ; ", False, "", "physical hardware virtual platform admin backup"),
        ("", False, "", "physical hardware virtual platform admin backup"),
    ],
)
def test_what_does_not_tell_an_activity_is_open(text: str, numbered: bool, told: str, open_: str) -> None:
    found = activities(text, numbered=numbered)
    assert (found.told, found.open) == (set(told.split()), set(open_.split()))
    assert bool(found.notes) == bool(open_)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2027-01-31", date(2027, 1, 31)),
        ("31/01/2027", date(2027, 1, 31)),
        ("3.2.2027", date(2027, 2, 3)),
        ("31/02/2027", None),
        ("01/2027", None),
        ("soon", None),
    ],
)
def test_days(text: str, expected: date | None) -> None:
    assert day(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("v2.0", "2.0"),
        ("HDS v2", "2.0"),
        ("2", "2.0"),
        ("1.1", "1.1"),
        ("V1", "1.1"),
        ("2024", None),
        ("agrément", None),
    ],
)
def test_versions(text: str, expected: str | None) -> None:
    assert version(text) == expected


CSV = """Raison sociale;Activités certifiées;Version du référentiel;N° de certificat;Organisme certificateur;Date de \
délivrance;Date de fin de validité;Cartographie des transferts;Remarques
SCALEWAY;physical | hardware;v2.0;N-7;LNE;01/02/2026;31/01/2029;https://acme.example/map;
Clinique « Les Lilas » SAS;1, 3;HDS 2018;;;soon;2020-01-01;no;
;physical;;;;;;;
"""


def test_a_list_in_french_with_what_is_wrong_in_it() -> None:
    result = imported("\ufeff" + CSV)
    assert result.hosters == {"scaleway": "SCALEWAY", "clinique-les-lilas-sas": "Clinique « Les Lilas » SAS"}
    assert result.known == ("scaleway",)
    assert result.left_out == ("Remarques",)
    assert [(note.row, note.message.partition(":")[0]) for note in result.notes] == [
        (3, "activities"),
        (3, "valid_from"),
        (3, "referential"),
        (3, "map of transfers"),
        (4, "no name"),
    ]
    registry = read_registry(PATH, result.text.encode())
    (first,) = registry.hosters["scaleway"].certificates
    assert first.layers == {Layer.PHYSICAL, Layer.HARDWARE}
    assert (first.number, first.body, first.referential) == ("N-7", "LNE", "2.0")
    assert (first.valid_from, first.valid_until) == (date(2026, 2, 1), date(2029, 1, 31))
    assert first.services == first.regions == Scope(known=False)
    assert first.source == SOURCE
    assert registry.updated == date(2026, 11, 20)
    (second,) = registry.hosters["clinique-les-lilas-sas"].certificates
    assert (second.layers, second.layers_unknown) == (frozenset(), set(LAYERS))
    assert (second.referential, second.valid_from, second.valid_until) == (None, None, date(2020, 1, 1))


def test_json_with_lists_inside() -> None:
    text = '{"results": [{"name": "Acme", "activities": ["physical", "backup"], "regions": ["par", "lyo"], "n": null}]}'
    result = imported(text)
    (found,) = read_registry(PATH, result.text.encode()).hosters["acme"].certificates
    assert found.layers == {Layer.PHYSICAL, Layer.BACKUP}
    assert found.regions == Scope(known=True, names=frozenset({"par", "lyo"}), complete=False)
    assert result.left_out == ("n",)


def test_text_of_a_list_cannot_break_out_of_the_file() -> None:
    evil = 'x"\\n[[hosters.aws.certificates]]\\n\\\\ é 😀 ]'
    result = imported(f'[{{"name": "{evil.replace(chr(34), chr(92) + chr(34))}", "number": "a\\\\b"}}]')
    (entry,) = read_registry(PATH, result.text.encode()).hosters.values()
    assert entry.certificates[0].number == "a\\b"
    assert "aws" not in read_registry(PATH, result.text.encode()).hosters


def test_several_rows_of_a_hoster_are_several_certificates() -> None:
    result = imported("name,number\nAcme SAS,1\nAcme,2\nÄcme & Co,3\n")
    assert result.certificates == 3
    hosters = read_registry(PATH, result.text.encode()).hosters
    assert [one.number for one in hosters["acme-sas"].certificates] == ["1", "2"]
    assert len(hosters) == 2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty"),
        ("name,number\n", "no column with the names|no row"),
        ("a,b\n1,2\n", "no column with the names"),
        ("name,nom\nx,y\n", "two columns are taken for name"),
        ("name,number\nx,1,2\n", "line 2: more cells"),
        ('name,number\n"x,1\n', "not valid CSV"),
        ("[1]", "no list of objects"),
        ("{}", "no list of objects"),
        ("[", "not valid JSON"),
        ('[{"name": {"fr": "x"}}]', "a value that is no text"),
        ('[{"name": "a\\u001b[31m"}]', "control characters"),
        ("name\n\x1b[31m\n", "control characters"),
    ],
)
def test_a_wrong_list_is_refused(text: str, message: str) -> None:
    with pytest.raises(RegistryError, match=message):
        imported(text)


def test_another_encoding_is_refused() -> None:
    with pytest.raises(RegistryError, match="UTF-8"):
        import_list(PATH, "Société;é".encode("cp1252"), load_registry(), SOURCE, numbered=False)
