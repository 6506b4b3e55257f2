"""What a file is, told from its content: Terraform configuration, a plan, a state, or none of these."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

from msgspec import Struct

from hds_collectors.terraform.folder import RefusedError, is_configuration, is_variables, printable, read_regular
from hds_collectors.terraform.json_document import MAX_BYTES, parse, text_of
from hds_policy.errors import UsageError
from hds_policy.model import Input, InputStatus

_SHOW = "terraform show -json"
_PLAN_MEMBERS = ("planned_values", "resource_changes", "configuration")
_ZIP = b"PK\x03\x04"


class Kind(StrEnum):
    """Kinds of input of this collector."""

    CONFIGURATION = "configuration"
    PLAN = "plan"
    STATE = "state"


class Document(Struct, frozen=True):
    """A plan or state that was read.

    Attributes:
        kind: plan or state.
        content: the JSON object.
        input: the file as the inventory names it.
    """

    kind: Kind
    content: Mapping[str, Any]
    input: Input


def is_terraform(path: Path) -> bool:
    """Whether the configuration reader takes a path: a folder, or a file that Terraform names so."""
    return path.is_dir() or is_configuration(path.name) or is_variables(path.name)


def read_document(path: Path) -> Document:
    """Read a plan or a state.

    Raises:
        UsageError: it cannot be read, is too large, is not JSON, or is neither a plan nor a state.
    """
    try:
        data = read_regular(path, MAX_BYTES)
    except RefusedError as error:
        raise UsageError(f"{path.name}: {error.reason}") from error
    return document_of(printable(path.name), data)


def document_of(name: str, data: bytes) -> Document:
    """What the bytes of a file, or of the standard input, are.

    Args:
        name: as messages and the inventory name it.

    Raises:
        UsageError: as ``read_document``.
    """
    if len(data) > MAX_BYTES:
        raise UsageError(f"{name}: larger than {MAX_BYTES} bytes")
    if data.startswith(_ZIP):
        raise UsageError(f"{name}: a plan in Terraform's own format", hint=f"give the output of: {_SHOW} {name}")
    text = text_of(name, data)
    if not text.lstrip().startswith("{"):
        raise _foreign(name, "no JSON object")
    content = parse(name, text)
    kind = _kind_of(name, content)
    return Document(kind, content, Input(name, InputStatus.PARSED, "", hashlib.sha256(data).hexdigest(), len(data)))


def _kind_of(name: str, content: Mapping[str, Any]) -> Kind:
    if "format_version" in content:
        if any(member in content for member in _PLAN_MEMBERS):
            return Kind.PLAN
        if "values" in content:
            raise UsageError(
                f"{name}: a state as {_SHOW} prints it", hint="give the state itself: terraform state pull"
            )
        if set(content) <= {"format_version", "terraform_version", "errored", "timestamp", "applyable", "complete"}:
            return Kind.PLAN
    if "encrypted_data" in content:
        raise UsageError(f"{name}: encrypted", hint="give the output of: tofu state pull, or tofu show -json PLAN")
    if isinstance(content.get("version"), int) and ("serial" in content or "terraform_version" in content):
        return Kind.STATE
    raise _foreign(name, "a JSON object of another kind")


def _foreign(name: str, what: str) -> UsageError:
    hint = f"give a folder, a .tf file, the output of {_SHOW} PLAN, or a terraform.tfstate"
    return UsageError(f"{name}: neither Terraform configuration nor a plan or state ({what})", hint=hint)
