"""What the engine finds through the entry point ``kubernetes`` of the scanners."""

from __future__ import annotations

from importlib.util import find_spec

from hds_policy.errors import UsageError
from hds_policy.model import Inventory
from hds_policy.scanning import OptionKind, Scanner, ScanOption, ScanRequest

_CONTEXT = ScanOption(
    "contexts",
    OptionKind.TEXTS,
    "Context of the kubeconfig, i.e. a cluster; can be repeated. Default: the current one.",
    flag="context",
    metavar="NAME",
)
OPTIONS = (
    _CONTEXT,
    ScanOption("all_contexts", OptionKind.FLAG, "Every context of the kubeconfig."),
    ScanOption("in_cluster", OptionKind.FLAG, "The cluster this process runs in, by its service account."),
    ScanOption(
        "namespaces",
        OptionKind.TEXTS,
        "Only this namespace; can be repeated. Default: all.",
        flag="namespace",
        metavar="NAME",
    ),
    ScanOption(
        "secret_names", OptionKind.FLAG, "List names and labels of Secrets too; their content is never asked for."
    ),
    ScanOption("concurrency", OptionKind.NUMBER, "Calls at the same time.", metavar="N", default=8),
    ScanOption("timeout", OptionKind.NUMBER, "Longest wait for an answer, in seconds.", metavar="SECONDS", default=60),
    # What a file beside the code must not choose: credentials, programs that run, and trust.
    ScanOption("kubeconfig", OptionKind.TEXT, "Default: KUBECONFIG, else ~/.kube/config.", metavar="FILE", typed=True),
    ScanOption(
        "allow_exec",
        OptionKind.TEXTS,
        "Let the kubeconfig run this program for credentials, beside the well-known ones; can be repeated.",
        metavar="PROGRAM",
        typed=True,
    ),
    ScanOption("allow_insecure", OptionKind.FLAG, "Accept a server whose identity is not verified.", typed=True),
)


def scan(request: ScanRequest) -> Inventory:
    """Read every cluster that is asked for.

    Raises:
        UsageError: the SDK is not installed, or a kubeconfig or context is not usable.
    """
    if find_spec("kubernetes") is None:
        raise UsageError(
            "scan kubernetes needs the official client of Kubernetes, which is not installed",
            hint="pip install 'hds-policy[kubernetes]'",
        )
    from hds_collectors.kubernetes.live.scan import scan_clusters  # noqa: PLC0415 - imports the SDK

    return scan_clusters(request)


SCANNER = Scanner(
    "Read live Kubernetes clusters: workloads, storage, nodes, backups. Secrets are never read.", OPTIONS, scan
)
