"""Sessions of the SDK: credentials from its own chain, one shared loader of descriptions, clients when needed."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any

import boto3.session
from botocore.config import Config
from botocore.credentials import AssumeRoleCredentialFetcher, DeferredRefreshableCredentials
from botocore.exceptions import BotoCoreError, ClientError
from botocore.loaders import create_loader
from botocore.session import Session

from hds_collectors.aws.answers import check_answer
from hds_collectors.aws.failures import failure_of
from hds_collectors.aws.options import Options
from hds_collectors.live.failures import WrongAccountError
from hds_policy import __version__
from hds_policy.errors import UsageError

HOME_REGIONS = {
    "aws": "us-east-1",
    "aws-cn": "cn-north-1",
    "aws-us-gov": "us-gov-west-1",
    "aws-eusc": "eusc-de-east-1",
}
"""Where the services of a whole account answer, by partition."""

_SESSION_NAME = "hds-policy"


class Identity:
    """Who the credentials belong to: number of the account and partition, both from the caller's own ARN."""

    def __init__(self, account: str, arn: str) -> None:
        self.account = account
        parts = arn.split(":")
        self.partition = parts[1] if len(parts) > 5 and parts[0] == "arn" else "aws"


class Loader:
    """What all sessions share: parsing the descriptions of services anew for each account is most of their cost."""

    def __init__(self) -> None:
        self._loader = create_loader()

    def session(self, profile: str = "") -> Session:
        """A session that uses the shared descriptions."""
        session = Session(profile=profile or None)
        session.register_component("data_loader", self._loader)
        return session


class Clients:
    """Clients of one session. They are made when first asked for, under a lock, as making one is not thread-safe."""

    def __init__(self, session: Session, options: Options) -> None:
        self._session = session
        self._sdk = boto3.session.Session(botocore_session=session)
        self._options = options
        self._made: dict[tuple[str, str], Any] = {}
        self._lock = threading.Lock()
        self._offered: dict[str, frozenset[str]] = {}

    def get(self, service: str, region: str) -> Any:
        """The client of a service in a region."""
        with self._lock:
            key = (service, region)
            if key not in self._made:
                self._made[key] = self._make(service, region)
            return self._made[key]

    def is_offered(self, service: str, region: str) -> bool:
        """Whether the SDK knows that a service answers in a region; a newer one may, without it knowing."""
        with self._lock:
            return self._is_offered(service, region)

    def forget(self, service: str, region: str) -> None:
        """Let go of a client that is hardly needed again: a thousand of them are most of the memory of a scan.

        It is not closed, as another thread may be asking with it.
        """
        with self._lock:
            self._made.pop((service, region), None)

    def close(self) -> None:
        """Drop everything: an account that is finished needs no connections."""
        with self._lock:
            for client in self._made.values():
                client.close()
            self._made.clear()

    def _is_offered(self, service: str, region: str) -> bool:
        partition = partition_of(self._session, region)
        key = f"{partition}/{service}"
        if key not in self._offered:
            known = self._session.get_available_regions(service, partition, allow_non_regional=True)
            self._offered[key] = frozenset(known)
        regions = self._offered[key]
        return not regions or region in regions or any(name.startswith("aws-") for name in regions)

    def _make(self, service: str, region: str) -> Any:
        attempts = self._options.attempts if self._is_offered(service, region) else 1
        endpoint = self._options.endpoint_url.replace("{service}", service).replace("{region}", region)
        config = Config(
            retries={"mode": self._options.retry_mode, "total_max_attempts": attempts},
            connect_timeout=self._options.connect_timeout,
            read_timeout=self._options.read_timeout,
            max_pool_connections=self._options.threads,
            user_agent_extra=f"hds-policy/{__version__}",
            # An address of the environment would be read as if it were Amazon's own.
            ignore_configured_endpoint_urls=True,
            **(_elsewhere() if endpoint else {}),
        )
        client = self._sdk.client(service, region, endpoint_url=endpoint or None, config=config)
        client.meta.events.register_first("before-parse.*.*", check_answer)
        return client


def _elsewhere() -> Mapping[str, Any]:
    return {"inject_host_prefix": False, "s3": {"addressing_style": "path"}}


def partition_of(session: Session, region: str) -> str:
    """Partition of a region; that of most regions when the SDK does not know it."""
    try:
        return str(session.get_partition_for_region(region))
    except BotoCoreError:
        return "aws"


def home_region(session: Session, options: Options) -> str:
    """Region of the first call."""
    return options.region or session.get_config_variable("region") or HOME_REGIONS["aws"]


def identity_of(clients: Clients, region: str) -> Identity:
    """Who the credentials belong to: the first call of every account.

    Raises:
        UsageError: nobody, or they are refused.
    """
    try:
        answer = clients.get("sts", region).get_caller_identity()
        account, arn = answer["Account"], answer["Arn"]
    except (BotoCoreError, ClientError, KeyError) as error:
        hint = "set up credentials for the AWS SDK; aws sts get-caller-identity tests them"
        raise UsageError(
            f"AWS does not tell whose credentials these are: {failure_of(error).detail}", hint=hint
        ) from error
    return Identity(account, arn)


def check_account(found: Identity, asked: str) -> None:
    """Stop when the credentials are those of another account.

    Raises:
        WrongAccountError: they are.
    """
    if asked and found.account != asked:
        hint = "check --aws-profile and --role"
        raise WrongAccountError(f"the credentials are those of account {found.account}, not of {asked}", hint=hint)


def assumed(loader: Loader, source: Session, options: Options, role_arn: str, region: str) -> Session:
    """A session as a role, whose credentials are renewed before they end."""

    def create(service: str, **credentials: Any) -> Any:
        endpoint = options.endpoint_url.replace("{service}", service).replace("{region}", region)
        config = Config(ignore_configured_endpoint_urls=True, retries={"mode": "standard"})
        return source.create_client(service, region, endpoint_url=endpoint or None, config=config, **credentials)

    extra = {"RoleSessionName": _SESSION_NAME, **({"ExternalId": options.external_id} if options.external_id else {})}
    fetcher = AssumeRoleCredentialFetcher(create, source.get_credentials(), role_arn, extra_args=extra)
    session = loader.session()
    # The SDK has no public way to give a session credentials that renew themselves.
    session._credentials = DeferredRefreshableCredentials(fetcher.fetch_credentials, "assume-role")
    return session
