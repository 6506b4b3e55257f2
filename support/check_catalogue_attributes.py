"""Check that every attribute path a provider catalogue names exists in the provider's schema.

A type whose settings are those of something that keeps data must have an entry of its own: that is checked too.

Schemas are read from the generated provider packages on PyPI (``cdktn-provider-aws``, ``cdktf-cdktf-provider-aws``),
whose wheels hold one JavaScript module per resource type with the schema's own attribute names. Nothing of the wheel
is executed. The attributes of all schemas given are merged: a catalogue also names types of older provider versions.

    pip download --no-deps cdktn-provider-aws==25.8.1
    support/check_catalogue_attributes.py --wheel cdktn_provider_aws-*.whl --save aws.json hds_policy/catalogue/aws.toml
    support/check_catalogue_attributes.py --attributes aws.json --check hds_policy/catalogue/aws.toml

``openings.toml`` and ``backups.toml`` speak of several providers: give the schemas of all of them.

Exit codes: 0 nothing wrong (or no ``--check``), 1 something is wrong, 2 usage.
"""

from __future__ import annotations

import argparse
import fnmatch
import io
import json
import re
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

Schema = dict[str, list[str]]
"""Attribute paths by resource type; the provider's own settings stand under ``provider``."""

MAX_DEPTH = 10
_DATA_SOURCE = re.compile(r"/data-(?:aws|azurerm|google|google-beta|kubernetes|helm)-")
"""Deep enough for every path a catalogue names; recursive schemas (firewall rules) would never end."""

_KEEPS = re.compile(
    r"(?:^|_)(?:storage_(?:size|gb|capacity|quota|type|class|account)\w*|allocated_storage|retention\w*|disk_size\w*|volume_size"
    r"|size_gb|size_in_\w+|kms_key\w*|encryption\w*|bucket\w*|backup\w*|snapshot\w*|max_storage\w*|replication\w*|replica\w*"
    r"|record\w*|content|body|payload|data|query)$"
)
"""Settings of something that keeps data, or that is data."""

_RIGHTS = re.compile(r"_iam_(?:binding|member|policy)$")

_CLASS = re.compile(r"^class (\w+) extends cdkt[nf]\.(TerraformResource|TerraformProvider|ComplexObject)\b", re.M)
_TYPE = re.compile(r'tfResourceType = "(\w+)"')
_ATTRIBUTE = re.compile(r"this\.(?:get\w+Attribute|interpolationForAttribute)\('(\w+)'\)")
_NESTED = re.compile(r'new (?:\w+\.)?(\w+?)(OutputReference|List|Map)\(this, "(\w+)"')
_SYNTHESIZED = re.compile(r"^            (\w+): ", re.M)


def read_wheel(path: Path) -> Schema:
    """Attribute paths by type of all resources in a generated provider package.

    Raises:
        ValueError: the wheel holds no schema.
    """
    schema: Schema = {}
    for source in _modules(path).values():
        schema.update(_read_module(source))
    if not schema:
        raise ValueError(f"{path.name}: no resource type found; is it a generated provider package?")
    return schema


def _modules(path: Path) -> dict[str, str]:
    """Sources by module folder: large schemas are spread over several files of one folder."""
    sources: dict[str, list[str]] = {}
    with zipfile.ZipFile(path) as wheel:
        for bundle in (name for name in wheel.namelist() if name.endswith(".jsii.tgz")):
            with tarfile.open(fileobj=io.BytesIO(wheel.read(bundle)), mode="r:gz") as archive:
                for member in archive:
                    data = archive.extractfile(member) if _is_resource_module(member.name) else None
                    if data is not None:
                        sources.setdefault(member.name.split("/")[2], []).append(data.read().decode())
    return {folder: "\n".join(parts) for folder, parts in sources.items()}


def _is_resource_module(name: str) -> bool:
    parts = name.split("/")
    return parts[:2] == ["package", "lib"] and not _DATA_SOURCE.search(name) and name.endswith(".js")


def _read_module(source: str) -> Schema:
    starts = list(_CLASS.finditer(source))
    if not starts:
        return {}
    ends = [match.start() for match in starts[1:]] + [len(source)]
    bodies = {match[1]: source[match.start() : end] for match, end in zip(starts, ends, strict=True)}
    kinds = {match[1]: match[2] for match in starts}
    found: Schema = {}
    for name, body in bodies.items():
        if kinds[name] == "TerraformProvider":
            found["provider"] = sorted(_paths(name, bodies, ()))
        elif kinds[name] == "TerraformResource" and (resource_type := _TYPE.search(body)):
            found[resource_type[1]] = sorted(_paths(name, bodies, ()))
    return found


def _paths(name: str, bodies: dict[str, str], above: tuple[str, ...]) -> Iterator[str]:
    body = bodies.get(name, "")
    prefix = ".".join(above)
    names = set(_ATTRIBUTE.findall(body)) | set(_synthesized(body))
    nested = {attribute: f"{target}OutputReference" for target, _, attribute in _NESTED.findall(body)}
    for attribute in names | nested.keys():
        yield f"{prefix}.{attribute}" if prefix else attribute
    if len(above) < MAX_DEPTH:
        for attribute, target in nested.items():
            if above.count(attribute) < 2:
                yield from _paths(target, bodies, (*above, attribute))


def _synthesized(body: str) -> list[str]:
    start = body.find("synthesizeAttributes()")
    end = body.find("synthesizeHclAttributes()", start)
    return _SYNTHESIZED.findall(body[start:end]) if start >= 0 else []


def catalogue_paths(entry: dict[str, Any]) -> list[str]:
    """Attribute paths of the resource that a catalogue entry names, in the order of the entry."""
    flows = [flow[end] for flow in entry.get("flows", []) for end in ("from", "to") if flow[end] != "."]
    copies = [path for copy in entry.get("copies", []) for path in (copy["attribute"], *copy.get("unless", ()))]
    return [path for lookup in entry.get("region", []) if (path := _lookup_path(lookup))] + [
        *entry.get("also_in", []),
        *flows,
        *copies,
    ]


def unseen(catalogue: dict[str, Any], schema: Schema) -> list[str]:
    """A sentence for each type that a pattern decides and whose settings are those of something that keeps data."""
    listed = {name for name, _ in _entries(catalogue)}
    patterns = [family["match"] for family in catalogue.get("families", ())]
    found = []
    for name, paths in schema.items():
        if name in listed or _RIGHTS.search(name) or not any(fnmatch.fnmatchcase(name, match) for match in patterns):
            continue
        if hits := [path for path in paths if "." not in path and _KEEPS.search(path)]:
            found.append(f"{name}: has {hits[0]}, and only a pattern decides it")
    return found


def _entries(catalogue: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    yield from catalogue.get("types", {}).items()
    for group in catalogue.get("alike", ()):
        for name in group["types"]:
            yield name, group


def _lookup_path(lookup: str) -> str:
    if lookup.startswith(("=", "provider.")):
        return ""
    return lookup.removeprefix("arn:").removeprefix("@")


def problems(catalogue: dict[str, Any], schema: Schema) -> tuple[int, list[str]]:
    """How many attribute paths were looked up, and a sentence for each that does not exist."""
    found: list[str] = []
    checked = 0
    for name, entry in _entries(catalogue):
        known = schema.get(name)
        if known is None:
            found.append(f"{name}: no such resource type")
            continue
        for path in catalogue_paths(entry):
            checked += 1
            if path not in known:
                found.append(f"{name}: no attribute {path}")
    anywhere = {path for name, paths in schema.items() if name != "provider" for path in paths}
    for key in ("zone_attributes", "elsewhere", "on_customer_site", "site_references", "tags"):
        for path in catalogue["provider"].get(key, []):
            checked += 1
            if path not in anywhere:
                found.append(f"provider.{key}: no type has {path}")
    for key in ("region", "endpoints"):
        for lookup in catalogue["provider"].get(key, []):
            attribute = lookup.removeprefix("provider.") if key == "region" else lookup
            if (key == "endpoints" or lookup.startswith("provider.")) and attribute not in schema.get("provider", []):
                found.append(f"provider: no setting {attribute}")
    return checked, found


def table_problems(table: dict[str, Any], schema: Schema) -> tuple[int, list[str], int]:
    """The same for a table of attributes of several providers (``openings.toml``, ``backups.toml``).

    Returns:
        How many paths were looked up, a sentence for each that does not exist, and how many types have a provider of
        which no schema was given.
    """
    found: list[str] = []
    checked = left = 0
    providers = {name.partition("_")[0] for name in schema}
    for entry in (entry for entries in table.values() for entry in entries):
        paths = [path for path in (entry.get("attribute", ""), entry.get("of", ".")) if path not in ("", ".")]
        for name in entry.get("types", [entry.get("type")]):
            if name.partition("_")[0] not in providers:
                left += 1
            elif name not in schema:
                found.append(f"{name}: no such resource type")
            else:
                checked += len(paths)
                found.extend(f"{name}: no attribute {path}" for path in paths if path not in schema[name])
    return checked, found, left


def _merge(schemas: Iterable[Schema]) -> Schema:
    merged: dict[str, set[str]] = {}
    for schema in schemas:
        for name, paths in schema.items():
            merged.setdefault(name, set()).update(paths)
    return {name: sorted(paths) for name, paths in sorted(merged.items())}


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("catalogue", nargs="*", type=Path, help="catalogue files to check")
    parser.add_argument("--wheel", type=Path, action="append", default=[], help="generated provider package to read")
    parser.add_argument("--attributes", type=Path, action="append", default=[], help="saved attributes to read")
    parser.add_argument("--save", type=Path, help="write the attributes that were read")
    parser.add_argument("--check", action="store_true", help="exit 1 when something is wrong")
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Run the check; the exit code is documented at the top of the file."""
    parser = _arguments()
    options = parser.parse_args(arguments)
    if not options.wheel and not options.attributes:
        parser.error("give --wheel or --attributes")
    saved = [json.loads(path.read_text(encoding="utf-8")) for path in options.attributes]
    schema = _merge([*saved, *(read_wheel(path) for path in options.wheel)])
    if options.save:
        options.save.write_text(json.dumps(schema, indent=0) + "\n", encoding="utf-8")
    wrong = 0
    for path in options.catalogue:
        catalogue = tomllib.loads(path.read_text(encoding="utf-8"))
        left = 0
        if "provider" in catalogue:
            checked, found = problems(catalogue, schema)
            found.extend(unseen(catalogue, schema))
        else:
            checked, found, left = table_problems(catalogue, schema)
        if checked == 0:
            found.append("no attribute path to check")
        wrong += len(found)
        print(f"{path}: {checked} attribute paths checked, {len(found)} wrong")
        if left:
            print(f"  {left} types not looked up: no schema of their provider was given")
        for sentence in found:
            print(f"  {sentence}")
    return 1 if wrong and options.check else 0


if __name__ == "__main__":
    sys.exit(main())
