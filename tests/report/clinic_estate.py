"""Assessments built by hand: a small clinic estate with every kind of result, and parts to build others from.

Its name is its own because every folder of tests may have a conftest module.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec.structs import replace

from hds_policy.errors import ExitCode
from hds_policy.model import (
    LAYERS,
    Actor,
    ActorKind,
    Assessment,
    Basis,
    Cause,
    Classification,
    Coverage,
    Finding,
    Input,
    InputStatus,
    JudgedPlacement,
    JudgedResource,
    Layer,
    Level,
    Placement,
    ProviderConfig,
    Resource,
    Result,
    Rule,
    Severity,
    SourceRange,
    Step,
    SubjectKind,
    Unknown,
    Unread,
    Waiver,
)

ON = date(2026, 11, 23)

COVER = (
    "Choose a hoster, service and region whose certificate covers this activity, declare who performs it in "
    "hds-policy.toml ([[operations]]), or attach the certificate copy you hold ([[certificates]])."
)


def rule(id: str, name: str, title: str, severity: Severity = Severity.HIGH, remediation: str = COVER) -> Rule:
    return Rule(
        id=id,
        name=name,
        title=title,
        description=f"{title}: what the rule looks at.",
        severity=severity,
        level=Level.LAW,
        legal_basis=("CSP L.1111-8", f"CSP R.1111-9 {int(id[-1])}°"),
        related_resources=("https://esante.gouv.fr/offres-services/hds",) if id != "HDS-007" else (),
        remediation=remediation,
        subjects="placements/x",
        messages={"region_not_covered": "The HDS certificate of {holder} does not cover the region {region}."},
        effective_from=date(2026, 5, 16) if id == "HDS-007" else None,
        path=f"hds/rules/{name}/{name}.rego",
    )


RULES = {
    **{
        f"HDS-00{number}": rule(f"HDS-00{number}", f"layer_{layer}", f"The layer {layer} is covered by a certificate")
        for number, layer in enumerate(LAYERS, 1)
    },
    "HDS-007": rule(
        "HDS-007",
        "storage_outside_eea",
        "Data is stored inside the EEA",
        Severity.CRITICAL,
        "Move the data to a region inside the European Economic Area.",
    ),
    "HDS-008": rule(
        "HDS-008",
        "certificate_expiring",
        "The certificate stays valid",
        Severity.LOW,
        "Ask for the renewed certificate.",
    ),
    "HDS-009": rule(
        "HDS-009", "unclassified_store", "Every store is classified", Severity.MEDIUM, "Classify the stores."
    ),
}
LAYER_RULE = {layer: f"HDS-00{number}" for number, layer in enumerate(LAYERS, 1)}

AWS = Actor(ActorKind.HOSTER, "aws")
UNDECLARED = Actor(ActorKind.UNDECLARED)


def resource(address: str, file: str = "main.tf", start: int = 1, end: int = 5, root: str = ".") -> Resource:
    kind = address.split(".")[-2]
    return Resource(
        address=address,
        type=kind,
        name=address.rsplit(".", maxsplit=1)[-1],
        root=root,
        provider=ProviderConfig("aws", "hashicorp/aws", location=SourceRange("providers.tf", 1, 3)),
        attributes={"password": "hunter2-never-shown"},
        location=SourceRange(file, start, end),
    )


def judged(
    of: Resource,
    results: Sequence[Result],
    actors: Sequence[Actor] = (AWS,) * 6,
    regions: Sequence[str | Unknown] = ("eu-west-3",) * 6,
    classification: Classification | None = None,
    result: Result | None = None,
) -> JudgedResource:
    """A resource with one placement a layer, results, actors and regions in the order of the law."""
    layers = {
        layer: (
            JudgedPlacement(Placement(of.key, layer, actor, "rds", region, "provider aws (providers.tf:1)"), outcome),
        )
        for layer, outcome, actor, region in zip(LAYERS, results, actors, regions, strict=True)
    }
    declared = Classification(True, Basis.DECLARED, "tag data_classification = health")
    order = [Result.FAIL, Result.UNDETERMINED, Result.REVIEW, Result.EXEMPT, Result.PASS, Result.NOT_APPLICABLE]
    return JudgedResource(of, classification or declared, layers, result or min(results, key=order.index))


def finding(
    rule_id: str,
    result: Result,
    subject: str,
    message: str,
    *,
    kind: SubjectKind = SubjectKind.RESOURCE,
    code: str = "code",
    cause: Cause | None = None,
    layer: Layer | None = None,
    location: SourceRange | None = None,
    facts: tuple[tuple[str, str], ...] = (),
    resources: tuple[str, ...] | None = None,
    underlying: Result | None = None,
    waiver: Waiver | None = None,
) -> Finding:
    concerned = (subject,) if resources is None else resources
    reasons = (code,) if result is not Result.PASS else ()
    main = code if result is not Result.PASS else ""
    return Finding(
        rule_id,
        result,
        kind,
        subject,
        main,
        reasons,
        message,
        cause,
        layer,
        concerned,
        facts,
        location,
        underlying,
        waiver,
    )


def coverage(**changes: int) -> Coverage:
    base = Coverage(
        seen=7, parsed=5, skipped=1, failed=1, resources=9, in_scope=5,
        out_of_scope=1, unclassified=2, unsupported=1, not_instantiated=2,
    )  # fmt: skip
    return replace(base, **changes)


def assessment(
    resources: Sequence[JudgedResource] = (),
    findings: Sequence[Finding] = (),
    exit_code: ExitCode = ExitCode.FAIL,
    **changes: object,
) -> Assessment:
    base = Assessment(
        tool_version="0.1.0",
        on=ON,
        rules=RULES,
        resources=tuple(resources),
        findings=tuple(findings),
        waivers=(),
        unused_waivers=(),
        expired_waivers=(),
        coverage=coverage(),
        inputs=(Input("main.tf", InputStatus.PARSED, "", "ab" * 32, 812),),
        unread=(),
        names={"aws": "Amazon Web Services"},
        exit_code=exit_code,
    )
    return replace(base, **changes)  # type: ignore[arg-type] # keyword values of several types


PASS, FAIL, UND, REVIEW, EXEMPT = Result.PASS, Result.FAIL, Result.UNDETERMINED, Result.REVIEW, Result.EXEMPT

MAIN_TF = """\
resource "aws_db_instance" "patients" {
  engine   = "postgres"
  password = "hunter2-in-the-source"

  tags = { data_classification = "health" }
}

resource "aws_db_snapshot_copy" "abroad" {
  source_db_snapshot_identifier = aws_db_snapshot.nightly.id
	destination_region            = "us-east-1"
}
""".splitlines()


WAIVER = Waiver(
    "HDS-006",
    "ovh_cloud_project_database.archive",
    "backup contract under signature, ticket SEC-114",
    "RSSI",
    date(2027, 1, 31),
)
UNUSED = Waiver("HDS-003", "aws_instance.gone", "instance was removed in October", "RSSI", date(2026, 12, 31))
EXPIRED = Waiver("HDS-001", "aws_db_instance.patients", "migration to Paris", "DPO", date(2026, 9, 30))


def clinic_resources() -> list[JudgedResource]:
    patients = resource("aws_db_instance.patients", start=1, end=6)
    snapshot = resource("aws_db_snapshot.nightly", "backup.tf", 1, 4)
    abroad = resource("aws_db_snapshot_copy.abroad", start=8, end=11)
    archive = resource("ovh_cloud_project_database.archive", "modules/archive/main.tf", 3, 20)
    documents = resource("aws_s3_bucket.documents", "s3.tf", 3, 9)
    steps = (
        Step("aws_db_instance.patients", "aws_db_snapshot.nightly", "snapshot", "db_instance_identifier"),
        Step("aws_db_snapshot.nightly", "aws_db_snapshot_copy.abroad", "copy", "source_db_snapshot_identifier"),
    )
    unknown = Unknown(Cause.UNRESOLVED_VALUE, "var.region has no value", ("var.region",))
    customer = (AWS, AWS, AWS, AWS, UNDECLARED, AWS)
    ovh = Actor(ActorKind.HOSTER, "ovhcloud")
    acme = Actor(ActorKind.OPERATOR, "acme-infogerance")
    return [
        judged(patients, (PASS, PASS, PASS, PASS, UND, PASS), customer),
        judged(
            snapshot, (UND,) * 4 + (UND, UND), customer, (unknown,) * 6,
            Classification(True, Basis.PROPAGATED, "holds data of aws_db_instance.patients", steps[:1]),
        ),
        judged(
            abroad, (FAIL,) * 4 + (UND, FAIL), customer, ("us-east-1",) * 6,
            Classification(True, Basis.PROPAGATED, "holds data of aws_db_instance.patients", steps),
        ),
        judged(
            archive, (PASS,) * 4 + (REVIEW, EXEMPT), (ovh,) * 4 + (acme, acme), ("GRA11",) * 6,
            Classification(True, Basis.DECLARED, "classification rule 1 of hds-policy.toml"),
        ),
        judged(documents, (PASS,) * 6, (AWS,) * 4 + (acme, AWS)),
    ]  # fmt: skip


def clinic_findings() -> list[Finding]:
    found = []
    hoster_layers = (Layer.PHYSICAL, Layer.HARDWARE, Layer.VIRTUAL, Layer.PLATFORM, Layer.BACKUP)
    at = SourceRange("main.tf", 10, 10)
    for layer in hoster_layers:
        facts = (("certificate", "aws-1"), ("holder", "aws"), ("region", "us-east-1"), ("service", "rds"))
        found.append(
            finding(
                LAYER_RULE[layer], FAIL, "aws_db_snapshot_copy.abroad",
                "The HDS certificate of Amazon Web Services does not cover the region us-east-1.",
                code="region_not_covered", layer=layer, facts=facts, location=at,
            )
        )  # fmt: skip
        found.append(
            finding(
                LAYER_RULE[layer], UND, "aws_db_snapshot.nightly",
                "The region cannot be told: var.region has no value.",
                code="region_unresolved", cause=Cause.UNRESOLVED_VALUE, layer=layer,
                location=SourceRange("backup.tf", 1, 4),
            )
        )  # fmt: skip
        found.append(finding(LAYER_RULE[layer], PASS, "aws_db_instance.patients", "", layer=layer))
        found.append(finding(LAYER_RULE[layer], PASS, "aws_s3_bucket.documents", "", layer=layer))
    found += [
        finding(
            "HDS-005", UND, address, "Nobody is declared to perform the activity admin on the customer's side.",
            code="operator_not_declared", cause=Cause.UNRESOLVED_VALUE, layer=Layer.ADMIN,
        )
        for address in ("aws_db_instance.patients", "aws_db_snapshot.nightly", "aws_db_snapshot_copy.abroad")
    ]  # fmt: skip
    found.append(
        finding(
            "HDS-007", FAIL, "aws_db_snapshot_copy.abroad",
            "Data is stored in us-east-1 (US), outside the European Economic Area.", code="outside_eea", location=at,
        )
    )  # fmt: skip
    found.append(
        finding(
            "HDS-005", REVIEW, "ovh_cloud_project_database.archive",
            "Acme Infogérance says that it administers this database; a person must check the contract.",
            code="contract_to_check", layer=Layer.ADMIN, location=SourceRange("modules/archive/main.tf", 3, 20),
        )
    )  # fmt: skip
    found.append(
        finding(
            "HDS-006", EXEMPT, "ovh_cloud_project_database.archive",
            "The HDS certificate of Acme Infogérance does not cover the activity backup.",
            code="layer_not_covered", layer=Layer.BACKUP, underlying=FAIL, waiver=WAIVER,
        )
    )  # fmt: skip
    found.append(
        finding(
            "HDS-008", REVIEW, "acme-infogerance", "The HDS certificate of Acme Infogérance ends on 2027-01-15.",
            kind=SubjectKind.HOSTER, code="ends_soon", resources=("ovh_cloud_project_database.archive",),
        )
    )  # fmt: skip
    stores = tuple(f"module.logs.aws_s3_bucket.log[{number}]" for number in range(7))
    found.append(
        finding(
            "HDS-009", UND, "modules/logs", "7 resources that hold or process data are not classified.",
            kind=SubjectKind.FOLDER, code="unclassified", cause=Cause.UNRESOLVED_VALUE, resources=stores,
        )
    )  # fmt: skip
    found.append(finding("HDS-007", Result.NOT_APPLICABLE, "aws_db_snapshot.nightly", ""))
    return sorted(found, key=lambda each: (each.subject, each.rule, each.layer or ""))


def clinic_assessment() -> Assessment:
    return assessment(
        clinic_resources(),
        clinic_findings(),
        waivers=(WAIVER, UNUSED, EXPIRED),
        unused_waivers=(UNUSED,),
        expired_waivers=(EXPIRED,),
        inputs=(
            Input("backup.tf", InputStatus.PARSED, "", "cd" * 32, 99),
            Input("broken.tf", InputStatus.FAILED, "line 3: unexpected token", "ef" * 32, 20),
            Input("link.tf", InputStatus.SKIPPED, "symbolic link, not followed"),
            Input("main.tf", InputStatus.PARSED, "", "ab" * 32, 812),
        ),
        unread=(
            Unread("broken.tf", Cause.PARSE_ERROR, "unexpected token '}'", SourceRange("broken.tf", 3, 3)),
            Unread(
                "module.vpc", Cause.MODULE_NOT_AVAILABLE, "source is a registry address", SourceRange("main.tf", 40, 43)
            ),
        ),
        names={"aws": "Amazon Web Services", "ovhcloud": "OVHcloud", "acme-infogerance": "Acme Infogérance SAS"},
    )
