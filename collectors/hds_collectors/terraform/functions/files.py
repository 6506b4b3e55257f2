"""Functions that read files of the scanned tree. What may not be read gives Unknown with the reason.

Source: https://developer.hashicorp.com/terraform/language/functions, section Filesystem Functions.
"""

from __future__ import annotations

import base64
import hashlib
import posixpath
from collections.abc import Callable, Mapping

from hds_collectors.terraform.expressions import ExpressionParser
from hds_collectors.terraform.file_patterns import PatternError
from hds_collectors.terraform.folder import RefusedError
from hds_collectors.terraform.functions.arguments import FunctionError, UndeterminedError, mapping, text
from hds_collectors.terraform.functions.place import Place
from hds_collectors.terraform.limits import Budget
from hds_collectors.terraform.problems import HclError
from hds_collectors.terraform.syntax import Expression
from hds_collectors.terraform.templates import normalize
from hds_collectors.terraform.tree_files import NoFileError, TreeFiles
from hds_collectors.terraform.values import SENSITIVE, SetValue, Term
from hds_policy.model import Unknown

_ENCRYPTED = b"\0GITCRYPT"
_PRIVATE_KEY = "PRIVATE KEY-----"


def _access(place: Place | None) -> tuple[TreeFiles, str]:
    """Files of the tree, and the folder that paths are relative to."""
    if place is None or place.module.run is None:
        raise UndeterminedError("no file is read here")
    return place.module.run.files, place.module.folders[0]


def _data(place: Place | None, path: Term) -> bytes | Unknown:
    files, root = _access(place)
    try:
        data = files.read(root, text(path))
    except NoFileError as error:
        raise FunctionError("no such file") from error
    except RefusedError as error:
        return Unknown(error.cause, f"file {posixpath.basename(text(path))!r}: {error.reason}")
    if data.startswith(_ENCRYPTED):
        raise UndeterminedError("an encrypted file")
    return data


def _text_of(place: Place | None, path: Term) -> str | Unknown:
    data = _data(place, path)
    if isinstance(data, Unknown):
        return data
    try:
        content = normalize(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise FunctionError("not UTF-8 text") from error
    return SENSITIVE if _PRIVATE_KEY in content else content


def _file(place: Place | None, _: Budget, path: Term) -> Term:
    return _text_of(place, path)


def _filebase64(place: Place | None, _: Budget, path: Term) -> Term:
    data = _data(place, path)
    if isinstance(data, Unknown):
        return data
    return SENSITIVE if _PRIVATE_KEY.encode() in data else base64.b64encode(data).decode()


def _digest(algorithm: str, encode: bool) -> Callable[..., Term]:
    def _function(place: Place | None, _: Budget, path: Term) -> Term:
        data = _data(place, path)
        if isinstance(data, Unknown):
            return data
        digest = hashlib.new(algorithm, data, usedforsecurity=False)
        return base64.b64encode(digest.digest()).decode() if encode else digest.hexdigest()

    return _function


def _fileexists(place: Place | None, _: Budget, path: Term) -> Term:
    files, root = _access(place)
    try:
        return files.exists(root, text(path))
    except RefusedError as error:
        return Unknown(error.cause, f"fileexists(): {error.reason}")


def _fileset(place: Place | None, budget: Budget, path: Term, pattern: Term) -> Term:
    files, root = _access(place)
    try:
        found = files.matching(root, text(path), text(pattern))
    except RefusedError as error:
        return Unknown(error.cause, f"fileset(): {error.reason}")
    except PatternError as error:
        raise UndeterminedError(str(error)) from error
    budget.charge_elements(len(found))
    return SetValue(found)


def _pathexpand(_: Place | None, __: Budget, path: Term) -> str:
    if text(path).startswith("~"):
        raise UndeterminedError("the home folder depends on where Terraform runs")
    return text(path)


def _templatefile(place: Place | None, budget: Budget, path: Term, variables: Term) -> Term:
    content = _text_of(place, path)
    return content if isinstance(content, Unknown) else _rendered(place, budget, content, variables)


def _templatestring(place: Place | None, budget: Budget, template: Term, variables: Term) -> Term:
    return _rendered(place, budget, text(template), variables)


def _rendered(place: Place | None, budget: Budget, content: str, variables: Term) -> Term:
    files, _ = _access(place)
    if place is None or place.in_template:
        raise UndeterminedError("a template inside a template")
    template = files.templates.get(content)
    if template is None:
        budget.charge(1 + len(content))
        template = files.templates[content] = _parsed(content)
    return place.render(template, dict(mapping(variables)), place.module)


def _parsed(content: str) -> Expression:
    try:
        return ExpressionParser(content).bare()
    except HclError as error:
        raise FunctionError(f"the template is not valid: {error.message}") from error
    except RecursionError as error:
        raise UndeterminedError("a template that is nested too deeply") from error


PARTIAL = frozenset({"templatefile", "templatestring"})
"""Functions that can be computed with arguments of which parts are unknown."""

FUNCTIONS: Mapping[str, Callable[..., Term]] = {
    "file": _file,
    "filebase64": _filebase64,
    "filebase64sha256": _digest("sha256", encode=True),
    "filebase64sha512": _digest("sha512", encode=True),
    "fileexists": _fileexists,
    "filemd5": _digest("md5", encode=False),
    "fileset": _fileset,
    "filesha1": _digest("sha1", encode=False),
    "filesha256": _digest("sha256", encode=False),
    "filesha512": _digest("sha512", encode=False),
    "pathexpand": _pathexpand,
    "templatefile": _templatefile,
    "templatestring": _templatestring,
}
