"""What can hold or move data and that no module reads yet: said in every report, so that nobody takes it for read."""

from __future__ import annotations

from hds_policy.model import Cause, Unread

NOT_READ = (
    "API Gateway",
    "AppFlow",
    "Bedrock",
    "CloudFront",
    "Connect",
    "Keyspaces",
    "Lightsail distributions",
    "Pinpoint",
    "QuickSight",
    "Recovery points of AWS Backup",
    "S3 multi-region access points and table buckets",
    "SES",
    "Storage Gateway",
)
"""Names of services; remove one with the module that reads it."""


def not_read(account: str) -> Unread:
    """The gap of an account: true of every account as long as a service stands in the list."""
    return Unread(
        f"aws/{account}",
        Cause.UNSUPPORTED_RESOURCE,
        f"services that are not read, whether or not they are used: {', '.join(NOT_READ)}",
    )
