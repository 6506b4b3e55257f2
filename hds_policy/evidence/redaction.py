"""What must not be in a bundle: the second net under the rule that only named attributes are ever collected."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

NEVER: Final = (
    "attribute values of resources, but for those a rule names in its facts",
    "contents of variable files, plans, states and manifests",
    "source lines",
    "answers of cloud and cluster interfaces",
    "values of --var, of environment variables and of credentials",
    "names of users and machines, absolute paths",
)
# No pattern reaches over a quote, a comma or half an escape: the file around a removed text stays well-formed.
_PLAIN = rb"[^\s:/@\",\\&;]"
_HTML = rb"(?:[^\s:/@\",\\&;<>]|&[a-z0-9#]{1,8};)"


def _patterns(one: bytes) -> dict[str, re.Pattern[bytes]]:
    """The patterns; ``one`` is a character of a secret as the file writes it."""
    key = rb"(?:[^\",\\<]|\\\\|\\n)*"
    name = rb"(?:password|passwd|secret|token|api[_-]?key|access[_-]?key)"
    forge = rb"gh[pousr]_[A-Za-z0-9]{36,}|glpat-[A-Za-z0-9_-]{20,}|xox[abprs]-[A-Za-z0-9-]{10,}"
    found = {
        "private_key": rb"-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----" + key,
        "json_web_token": rb"eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*",
        "aws_access_key": rb"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b",
        "scaleway_key": rb"\bSCW[A-Z0-9]{17}\b",
        "google_key": rb"\bAIza[A-Za-z0-9_-]{35}",
        "code_forge_token": rb"\b(?:" + forge + rb")",
        "vault_token": rb"\bhv[sb]\.[A-Za-z0-9_-]{24,}",
        "address_with_password": rb"(?<=://)" + one + rb"{1,200}:" + one + rb"{1,200}(?=@)",
        "assignment": rb"(?i)" + name + rb"=(?:" + one + rb"|[:/@])+",
    }
    return {rule: re.compile(pattern) for rule, pattern in found.items()}


_OF_TEXT: Final = _patterns(_PLAIN)
_OF_HTML: Final = _patterns(_HTML)
_MAY_HOLD_SECRETS = (".tfvars", ".tfvars.json", ".auto.tfvars")


_NEEDLES: Final = {
    "private_key": (b"private key-----",),
    "json_web_token": (b"eyj",),
    "aws_access_key": (b"akia", b"asia"),
    "scaleway_key": (b"scw",),
    "google_key": (b"aiza",),
    "code_forge_token": (b"ghp_", b"gho_", b"ghu_", b"ghs_", b"ghr_", b"glpat-", b"xox"),
    "vault_token": (b"hvs.", b"hvb."),
    "address_with_password": (b"://",),
    "assignment": (b"password=", b"passwd=", b"secret=", b"token=", b"key="),
}
"""What a file must hold, in small letters, before a pattern is worth its time: most files hold none of it."""


class Redactor:
    """Takes what looks like a secret out of files, and counts."""

    def __init__(self) -> None:
        self.removed: dict[str, Counter[str]] = {}

    def clean(self, name: str, data: bytes) -> bytes:
        """The file without what looks like a secret."""
        small = data.lower()
        for rule, pattern in (_OF_HTML if name.endswith(".html") else _OF_TEXT).items():
            if not any(needle in small for needle in _NEEDLES[rule]):
                continue
            data, found = pattern.subn(f"[removed: {rule}]".encode(), data)
            if found:
                self.removed.setdefault(name, Counter())[rule] += found
        return data

    def counts(self) -> dict[str, dict[str, int]]:
        """How many texts were removed by file and pattern."""
        return {name: dict(sorted(found.items())) for name, found in sorted(self.removed.items())}


def digest_withheld(path: str) -> bool:
    """Whether a short secret could be guessed from the digest of a file."""
    return path.endswith(_MAY_HOLD_SECRETS)
