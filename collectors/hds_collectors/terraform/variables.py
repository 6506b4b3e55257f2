"""Values of input variables: type, default, sensitivity; and where a root module takes its values from.

Source: https://developer.hashicorp.com/terraform/language/values/variables (order of precedence)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from hds_collectors.terraform import reader
from hds_collectors.terraform.configuration import Configuration, Declaration
from hds_collectors.terraform.evaluator import evaluate
from hds_collectors.terraform.folder import RefusedError, is_variables, read_regular
from hds_collectors.terraform.guard import deferred
from hds_collectors.terraform.limits import Budget
from hds_collectors.terraform.loader import Loader
from hds_collectors.terraform.scope import NoModule, Scope
from hds_collectors.terraform.syntax import Expression, File
from hds_collectors.terraform.type_constraints import ConversionError, Type, convert, parse_type
from hds_collectors.terraform.values import SENSITIVE, Term, unresolved
from hds_policy.errors import UsageError
from hds_policy.model import Cause, Unknown

_PRIMITIVE = frozenset({"string", "number", "bool"})


def constant_scope(budget: Budget) -> Scope:
    """The scope of expressions that may not refer to anything."""
    return Scope(NoModule(budget), {})


def value_of(name: str, declaration: Declaration, given: Callable[[], Term] | None, budget: Budget) -> Term:
    """Value of a variable; ``given`` yields what the caller passes, None when it passes nothing."""
    for mark in ("sensitive", "ephemeral"):
        if declaration.expression(mark) not in (None, False, "false"):
            return SENSITIVE
    scope = constant_scope(budget)
    value = None if given is None else given()
    unset = given is None or (value is None and declaration.expression("nullable") in (False, "false"))
    if unset:
        if "default" not in declaration.body.attributes:
            return unresolved(f"var.{name} has no value")
        value = evaluate(declaration.expression("default"), scope)
    try:
        kind = declared_type(declaration, scope)
        return value if kind is None else convert(value, kind, scope)
    except ConversionError:
        return unresolved(f"the value of var.{name} does not have the declared type")


def declared_type(declaration: Declaration, scope: Scope) -> Type | None:
    """Type constraint of a variable; None when it has none.

    Raises:
        ConversionError: it cannot be read.
    """
    constraint = declaration.expression("type")
    if constraint is None:
        return None
    if isinstance(constraint, str) and "(" in constraint:
        constraint = parse_text(constraint)
    return parse_type(constraint, scope)


def parse_text(text: str) -> Expression:
    """The expression a piece of text is; raises ConversionError when it is none."""
    file = reader.read("value.tfvars", f"value = {text}\n".encode("utf-8", "replace"))
    attribute = file.body.attributes.get("value")
    if file.problems or attribute is None or len(file.body.attributes) != 1 or file.body.blocks:
        raise ConversionError("not an expression")
    return attribute.expression


class RootVariables:
    """Values a root module gets from outside.

    Args:
        loader: reads the variable files of the tree.
        var_files: files named by the user, later ones win.
        given: values named by the user, as text; they win over files.
        environment: values of ``TF_VAR_`` names, as text; anything wins over them.

    Attributes:
        loaded: variable files of the tree that some root was given, by path.
        chosen: names of the variables that the user gives, by file or by text.
    """

    def __init__(
        self, loader: Loader, var_files: tuple[Path, ...], given: Mapping[str, str], environment: Mapping[str, str]
    ) -> None:
        self._loader = loader
        self._given = given
        self._environment = environment
        self.loaded: set[str] = set()
        self._files = [self._user_file(path) for path in var_files]
        self.chosen = frozenset(given).union(*(file.body.attributes for file in self._files))

    def _user_file(self, path: Path) -> File:
        resolved = path.resolve()
        base = self._loader.folder.base.resolve()
        if resolved.is_relative_to(base):
            inside = resolved.relative_to(base).as_posix()
            self.loaded.add(inside)
            file = self._loader.parse(inside)
        else:
            try:
                data = read_regular(resolved, self._loader.folder.limit)
            except RefusedError as error:
                raise UsageError(f"variable file {path}: {error.reason}") from error
            file = reader.read(path.name, data)
        if file is None or file.problems:
            reason = "cannot be read" if file is None else f"line {file.problems[0].line}: {file.problems[0].message}"
            raise UsageError(f"variable file {path}: {reason}", hint="Correct the file or leave it out.")
        return file

    def values(self, configuration: Configuration, folder: str, budget: Budget) -> dict[str, Callable[[], Term]]:
        """A value for each variable of a root module that has one from outside."""
        scope = constant_scope(budget)
        result = {name: self._from_text(configuration, name, text, scope) for name, text in self._environment.items()}
        for path in self._automatic(folder):
            self.loaded.add(path)
            file = self._loader.parse(path)
            if file is None or file.problems:
                lost = Unknown(Cause.PARSE_ERROR, "a variable file of this root module cannot be read completely")
                result.update(dict.fromkeys(configuration.variables, _always(lost)))
            if file is not None:
                result.update(_from_file(file, scope))
        for name in self._refused(folder):
            lost = Unknown(Cause.ACCESS_DENIED, f"variable file {name} is not read")
            result.update(dict.fromkeys(configuration.variables, _always(lost)))
        for file in self._files:
            result.update(_from_file(file, scope))
        result.update({name: self._from_text(configuration, name, text, scope) for name, text in self._given.items()})
        return result

    def _automatic(self, folder: str) -> list[str]:
        """Files that Terraform loads by itself, in its order."""
        listing = self._loader.folder.listings.get(folder)
        names = [] if listing is None else [name for name in listing.variables if is_automatic(name)]
        prefix = "" if folder == "." else f"{folder}/"
        return [prefix + name for name in sorted(names, key=_precedence)]

    def _refused(self, folder: str) -> list[str]:
        listing = self._loader.folder.listings.get(folder)
        return (
            [] if listing is None else [name for name in listing.refused if is_variables(name) and is_automatic(name)]
        )

    def _from_text(self, configuration: Configuration, name: str, text: str, scope: Scope) -> Callable[[], Term]:
        """Value of a variable given as text: a string, or an expression where the type is not primitive."""
        declaration = configuration.variables.get(name)

        def _value() -> Term:
            try:
                kind = None if declaration is None else declared_type(declaration, scope)
                if kind is None or kind.kind in _PRIMITIVE:
                    return text
                return evaluate(parse_text(text), scope)
            except ConversionError:
                return unresolved(f"the value given for var.{name} cannot be read")

        return _value


def _always(value: Unknown) -> Callable[[], Term]:
    return lambda: value


def is_automatic(name: str) -> bool:
    """Whether Terraform loads a variable file without being told."""
    return name in ("terraform.tfvars", "terraform.tfvars.json") or name.endswith((".auto.tfvars", ".auto.tfvars.json"))


def _precedence(name: str) -> tuple[int, str]:
    return ({"terraform.tfvars": 0, "terraform.tfvars.json": 1}.get(name, 2), name)


def _from_file(file: File, scope: Scope) -> dict[str, Callable[[], Term]]:
    return {name: deferred(attribute.expression, scope) for name, attribute in file.body.attributes.items()}
