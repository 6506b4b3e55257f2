"""Calls of modules that are not in the tree: the type they get, told from the source.

Sources: https://developer.hashicorp.com/terraform/language/modules/sources for the forms of an address;
https://developer.hashicorp.com/terraform/registry/modules/publish for repositories ``terraform-<provider>-<name>``.
"""

from __future__ import annotations

import posixpath
import re

from hds_collectors.terraform.folder import printable
from hds_policy.model import MODULE_CALL

_LONGEST = 200
_PUBLIC = ("registry.terraform.io/", "registry.opentofu.org/")
_FORCED = re.compile(r"^[a-z0-9]+::", re.IGNORECASE)
_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_SCP = re.compile(r"^([^/@:\s]+@)?([^/@:\s]+\.[^/@:\s]+):(?!//)")
_USER = re.compile(r"^[^/@]*@")
_PORT = re.compile(r"^([^/:]+):\d+")
_REGISTRY = re.compile(r"^[a-z0-9][a-z0-9_-]*/[a-z0-9][a-z0-9_-]*/([a-z0-9]+)$")
_GITHUB = re.compile(r"^(?:www\.)?github\.com/([^/]+)/([^/]+?)(?:\.git)?(?:/(.+))?$")
_REPOSITORY = re.compile(r"^terraform-([a-z0-9]+)-([a-z0-9_-]+)$")


def module_type(source: str) -> str:
    """Type of a call of the module at ``source``; empty when the source is a folder and not a remote module.

    ``module:terraform-aws-modules/iam/aws//modules/iam-policy`` for an address of the public registry and for the
    GitHub repository behind it, in lower case because both take either; ``module:`` and the address without
    credentials, version and forced getter for anything else.
    """
    text = source.strip()
    if text in (".", "..") or text.startswith(("./", "../", "/", ".\\", "..\\")) or text.lower().startswith("file://"):
        return ""
    address, inside = _split(text)
    if "@" in address:
        # Not an address as documented: what stands before may be a secret, what follows not where it leads.
        return _shown(f"*@{address.rpartition('@')[2]}", inside)
    known = _registry_address(address)
    if known is None:
        found = _GITHUB.match(address.lower())
        if found is None:
            return _shown(address, inside)
        # The short form without ``//`` names a folder in the repository too.
        inside = "/".join(part for part in ((found[3] or ""), inside) if part)
        repository = _REPOSITORY.match(found[2])
        known = f"{found[1]}/{repository[2]}/{repository[1]}" if repository else f"github.com/{found[1]}/{found[2]}"
    return _shown(known, inside)


def provider_of(type_name: str) -> str:
    """Provider that a module of the public registry is for, e.g. ``aws``; empty for any other."""
    found = _REGISTRY.match(type_name.removeprefix(MODULE_CALL).partition("//")[0])
    return found[1] if found else ""


def _split(source: str) -> tuple[str, str]:
    """Address and folder inside it, without forced getter, scheme, credentials, port and query."""
    text = _FORCED.sub("", source.partition("?")[0])
    if not _SCHEME.match(text):
        text = _SCP.sub(r"\2/", text)
    address, _, inside = _SCHEME.sub("", text).partition("//")
    return _PORT.sub(r"\1", _USER.sub("", address)).rstrip("/"), inside


def _registry_address(address: str) -> str | None:
    text = address.lower()
    for host in _PUBLIC:
        text = text.removeprefix(host)
    return text if _REGISTRY.match(text) else None


def _shown(address: str, inside: str) -> str:
    folder = posixpath.normpath(inside).strip("/") if inside else ""
    whole = f"{address}//{folder}" if folder not in ("", ".") else address
    return MODULE_CALL + printable(whole)[:_LONGEST]
