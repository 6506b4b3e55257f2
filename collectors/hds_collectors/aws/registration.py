"""What the engine finds through the entry point ``aws``: options as data, and a function that imports the SDK last."""

from __future__ import annotations

from collections.abc import Sequence

from hds_policy.errors import UsageError
from hds_policy.model import Inventory
from hds_policy.scanning import OptionKind, Scanner, ScanOption, ScanRequest


def scan(request: ScanRequest) -> Inventory:
    """Read an account.

    Raises:
        UsageError: the SDK is not installed, an option is wrong, or there are no credentials.
        WrongAccountError, CredentialsExpiredError: see ``collector.collect``.
    """
    try:
        from hds_collectors.aws.collector import collect  # noqa: PLC0415 - the SDK is imported only when it is used
    except ImportError as error:
        if (error.name or "").partition(".")[0] not in ("botocore", "boto3", "jmespath", "dateutil", "urllib3"):
            raise
        hint = "pip install 'hds-policy[aws]'"
        raise UsageError("reading AWS needs its SDK, which is not installed", hint=hint) from error
    return collect(request.settings, request.progress, request.journal)


def permissions(form: str, services: Sequence[str]) -> str:
    """The IAM policy a scan of some services needs, see ``policy.rendered``; no SDK is needed for it."""
    from hds_collectors.aws.policy import chosen, rendered  # noqa: PLC0415 - only when it is asked for

    return rendered(form, chosen(services))


_TEXT, _TEXTS, _NUMBER, _FLAG = OptionKind.TEXT, OptionKind.TEXTS, OptionKind.NUMBER, OptionKind.FLAG

SCANNER = Scanner(
    title="Read AWS accounts: what can hold, process, move or back up health data, in every enabled region.",
    options=(
        ScanOption("profile", _TEXT, "Profile of the SDK's own configuration.", "aws-profile", "NAME"),
        ScanOption(
            "role", _TEXT, "Role to assume first: an ARN, or a name; for an organisation its name.", metavar="ROLE"
        ),
        ScanOption("organisation", _FLAG, "Read every account of the organisation, with --role in each."),
        ScanOption("include", _TEXTS, "Read only this account: a number, ou-…, or tag:KEY=VALUE.", metavar="WHICH"),
        ScanOption("exclude", _TEXTS, "Leave out this account: a number, ou-…, or tag:KEY=VALUE.", metavar="WHICH"),
        ScanOption("external_id", _TEXT, "External id that the trust of the role asks for.", metavar="ID"),
        ScanOption(
            "account", _TEXT, "Number of the account that is meant; another one stops the run.", metavar="NUMBER"
        ),
        ScanOption("region", _TEXT, "Region of the first calls.", "home-region", "REGION"),
        ScanOption("regions", _TEXTS, "Read only this region; every enabled one by default.", "region", "REGION"),
        ScanOption("services", _TEXTS, "Read only this service; all by default.", "service", "NAME"),
        ScanOption("endpoint_url", _TEXT, "Another address of the API, such as a private endpoint.", metavar="URL"),
        ScanOption("hoster", _TEXT, "Who stands behind --endpoint-url.", metavar="ID", typed=True),
        ScanOption("attempts", _NUMBER, "How often a call is tried.", metavar="N", default=6),
        ScanOption("retry_mode", _TEXT, "standard, or adaptive for large estates.", metavar="MODE", default="standard"),
        ScanOption("connect_timeout", _NUMBER, "Seconds to connect.", metavar="SECONDS", default=5),
        ScanOption("read_timeout", _NUMBER, "Seconds to wait for an answer.", metavar="SECONDS", default=30),
        ScanOption("threads", _NUMBER, "Calls under way at once.", metavar="N", default=16),
        ScanOption("unit_timeout", _NUMBER, "Seconds for one service in one region.", metavar="SECONDS", default=1800),
        # Who answers there sends code: a file beside the code must not name it.
        ScanOption(
            "executor", _TEXT, "Read on the workers of a dask scheduler.", metavar="dask://HOST:PORT", typed=True
        ),
    ),
    scan=scan,
    permissions=permissions,
    resumable=True,
)
