"""A scanner as somebody else would write one: two buckets, and what its options ask for."""

from hds_policy.errors import UsageError
from hds_policy.model import (
    Cause,
    Input,
    InputStatus,
    Inventory,
    ProviderConfig,
    Resource,
    SourceRange,
    Unknown,
    Unread,
)
from hds_policy.scanning import OptionKind, Scanner, ScanOption, ScanRequest

OPTIONS = (
    ScanOption("regions", OptionKind.TEXTS, "A region; can be repeated.", flag="region", metavar="NAME"),
    ScanOption("tag", OptionKind.TEXT, "Value of the tag hds.", default="yes"),
    ScanOption("denied", OptionKind.FLAG, "Read nothing of what is there."),
    ScanOption("pages", OptionKind.NUMBER, "Pages to read.", default=2),
    ScanOption("allow_exec", OptionKind.TEXTS, "A program that may run.", typed=True),
)


def scan(request: ScanRequest) -> Inventory:
    settings = request.settings
    if "nowhere" in settings["regions"]:
        raise UsageError("no such region: nowhere", hint="name another one")
    resources, unread = [], []
    for done, region in enumerate(settings["regions"] or ("eu-west-3",)):
        request.progress(done, len(settings["regions"]), region)
        if settings["denied"]:
            unread.append(Unread(f"{region}: ListBuckets", Cause.ACCESS_DENIED, "not authorised"))
            continue
        provider = ProviderConfig("aws", attributes={"region": region})
        attributes = {
            "bucket": f"records-{region}",
            "tags": {"hds": settings["tag"], "pages": str(settings["pages"]), "exec": list(settings["allow_exec"])},
            "policy": Unknown(Cause.ACCESS_DENIED, "GetBucketPolicy was refused"),
        }
        place = SourceRange("main.tf", 1, 1)
        resources.append(
            Resource(f"aws_s3_bucket.{region}", "aws_s3_bucket", region, "live", provider, attributes, place)
        )
    inputs = (Input("ListBuckets", InputStatus.PARSED, sha256="0" * 64, size=7),)
    return Inventory(tuple(resources), unread=tuple(unread), inputs=inputs, roots=("live",))


SCANNER = Scanner("Read the buckets of a clinic.", OPTIONS, scan)
NOT_ONE = object()
TWICE = Scanner("Two options of one name.", (ScanOption("config", OptionKind.TEXT, "Taken."),), scan)
