"""The page: what it says, and that it holds nothing that runs or loads."""

import base64
import hashlib
import re

from clinic_estate import assessment
from msgspec.structs import replace

from hds_policy.errors import ExitCode
from hds_policy.model import Answer, Assessment, Certified, ChainActor, ChainRole, Layer, Told, Topic
from hds_policy.report import FORMATS, RenderOptions


def rendered(reported: Assessment, options: RenderOptions | None = None, name: str = "html") -> str:
    report = FORMATS[name](reported, options or RenderOptions())
    assert isinstance(report, str)
    return report


def headings(page: str) -> list[str]:
    found = re.findall(r"<h([1-6])[^>]*>(.*?)</h\1>", page, re.DOTALL)
    return [f"{level} " + " ".join(re.sub(r"<[^>]+>", " ", words).split()) for level, words in found]


def test_headings_tell_the_report(clinic: Assessment) -> None:
    found = headings(rendered(clinic))
    assert found[:8] == [
        "1 Hosting of health data",
        "2 6 subjects need attention",
        "3 ✗ fail aws_db_snapshot_copy.abroad",
        "3 ? undetermined aws_db_instance.patients",
        "3 ? undetermined aws_db_snapshot.nightly",
        "3 ! review ovh_cloud_project_database.archive",
        "3 ? undetermined folder modules/logs",
        "3 ! review hoster acme-infogerance",
    ]
    assert [heading for heading in found if heading.startswith("2")] == [
        "2 6 subjects need attention",
        "2 2 things were not judged",
        "2 Waivers (3)",
        "2 Presentation of guarantees",
        "2 1 resource passes on every layer",
        "2 What to do, rule by rule",
        "2 Summary",
    ]


def test_the_verdict_comes_first_and_has_the_mark_of_its_result(clinic: Assessment) -> None:
    for code, result in ((0, "pass"), (1, "fail"), (2, "fail"), (3, "undetermined"), (4, "undetermined"), (70, "fail")):
        page = rendered(replace(clinic, exit_code=ExitCode(code)))
        verdict = page.index('<p class="verdict')
        assert page[verdict:].startswith(f'<p class="verdict r-{result}"><span class="mark r-{result}"')
        assert f"<span>Exit code {code}: " in page[verdict : verdict + 200]
        assert verdict < page.index("<h2")


def test_every_link_inside_the_page_leads_somewhere(clinic: Assessment) -> None:
    page = rendered(clinic)
    targets = set(re.findall(r' id="([^"]+)"', page))
    links = re.findall(r'href="#([^"]+)"', page)
    assert len(links) > 10
    assert set(links) <= targets
    assert len(targets) == len(re.findall(r' id="', page))


def test_the_line_at_fault_is_shown_without_its_secrets(clinic: Assessment, options: RenderOptions) -> None:
    page = rendered(clinic, options)
    assert "<code>destination_region            = &quot;us-east-1&quot;</code>" in page
    assert "hunter2" not in page


def test_the_policy_allows_the_one_style_sheet_and_nothing_else(clinic: Assessment) -> None:
    page = rendered(clinic)
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    assert policy
    assert policy[1] == (f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'")
    assert not re.search(r"<script|<link|<img|<iframe|style=|\son\w+=|url\(|@import", page)


def test_a_green_run_says_that_nothing_needs_attention() -> None:
    page = rendered(assessment(exit_code=ExitCode.OK))
    assert "0 subjects need attention" in page
    assert "Nothing: every result is a pass." in page


def test_french(clinic: Assessment) -> None:
    page = rendered(clinic, RenderOptions(language="fr"))
    assert '<html lang="fr">' in page
    assert "1 Hébergement des données de santé" in headings(page)
    assert "Exit code" not in page


def actor(**changes: object) -> ChainActor:
    base = ChainActor(
        id="nimbus",
        name="Nimbus SAS",
        role=ChainRole.HOSTER,
        contractor="",
        layers=(Layer.PHYSICAL, Layer.BACKUP),
        regions=("north-1",),
        certified=Certified.YES,
        certificates=(),
        findings=(),
        answers={topic: Told(Answer.UNKNOWN) for topic in Topic},
        resources=3,
    )
    return replace(base, **changes)  # type: ignore[arg-type] # keyword values of several types


def cells(page: str) -> list[str]:
    """The first word of each field of the rows of the table of guarantees."""
    body = re.search(r'class="guarantees">.*?<tbody>(.*?)</tbody>', page, re.DOTALL)
    assert body
    return [re.sub(r"<ul>.*", "", cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", body[1])]


def test_the_seven_columns_of_the_table_of_guarantees() -> None:
    told = {topic: Told(Answer.UNKNOWN) for topic in Topic}
    told[Topic.SECNUMCLOUD] = Told(Answer.YES, "IaaS")
    told[Topic.ACCESS_OUTSIDE_EEA] = Told(Answer.NO)
    chain = (
        actor(answers=told),
        actor(name="Sub", role=ChainRole.SUBCONTRACTOR, contractor="Nimbus SAS", layers=(), certified=Certified.NO),
        actor(id="", name="", role=ChainRole.UNDECLARED, certified=Certified.UNKNOWN),
        actor(name="The clinic", role=ChainRole.CONTROLLER, certified=Certified.EXEMPT),
    )
    page = rendered(replace(assessment(), chain=chain), name="guarantees-html")
    here = "physical sites; backup of health data"
    unknown = "not established"
    assert cells(page) == [
        "Nimbus SAS", "Hoster", "yes", "yes", here, "no", unknown,
        "Sub", "Subcontractor of the hoster Nimbus SAS", "no", unknown, unknown, unknown, unknown,
        "not known", "On the customer&#x27;s side, nobody is declared", unknown, unknown, here, unknown, unknown,
        "The clinic", "Controller, for its own account", "exempt", "not applicable", here, "not applicable",
        "not applicable",
    ]  # fmt: skip


def test_the_table_of_guarantees_in_french_has_the_headings_of_chapter_8() -> None:
    report = FORMATS["guarantees-csv"](replace(assessment(), chain=(actor(),)), RenderOptions(language="fr"))
    assert isinstance(report, str)
    head = report.splitlines()[0].replace("\u00a0", " ")
    assert head == (
        "Raison sociale de l'acteur,Rôle dans le cadre de la prestation d'hébergement,Certifié HDS,"
        "Qualifié SecNumCloud 3.2,Activités d'hébergement sur lesquelles l'acteur intervient,"
        "Accès aux données de santé à caractère personnel depuis des pays hors EEE (exigence n° 29),"
        "Soumis à un risque d'accès imposé par la législation d'un pays tiers en violation du droit de l'Union "
        "(exigence n° 30)"
    )
    assert "sites physiques; sauvegarde des données de santé" in report
