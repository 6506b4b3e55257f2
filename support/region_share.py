"""Share of resources whose regions are known, of those whose code says where they are.

``region_share.py FOLDER`` prints a row for each checkout and provider: resources that hold data, those with every
region known, those whose region the code leaves open, and those that it determines and that are missed all the same.

A region is *open* when each reason given is on the closed list below: something that was not read decides it, such as a
variable without a value, a data source, a provider without a region. Any other reason counts as a miss. What an open
reason claims about variables and providers is looked up again in the text of the files, without our readers, and
printed as *confirmed*.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from ecosystem import checkouts
from hds_collectors.terraform.collector import collect

from hds_policy.model import Inventory, Resource, Unknown
from hds_policy.pipeline import Knowledge, placements_if_health

_PROVIDERS: Final = ("aws", "google", "azurerm", "ovh", "openstack", "scaleway", "outscale")
_OPEN: Final = {
    "variable without a value": r"var\.([\w-]+) (?:has no value|is not declared)",
    "no region, on the provider neither": r"no region is set, neither on .*",
    "read at run time": r"data\..+ is read at run time",
    "known after apply": r".+ is known after apply",
    "depends on the run": r"(?:terraform\.\w+|path\.cwd) depends on .*",
    "module not there": r".*module\..+ is not available: .*",
    "no argument tells it": r"nothing (?:tells where a .* lies|on the .* tells its region)",
    "the hoster chooses it": r".* copies the data from .* to another region, which is not told",
    "names what is not declared here": r"\S+ names something that was not read",
    "Terraform refuses the expression": r"\w+\(\): an argument is not .*",
    "sensitive": r"sensitive value: not read",
}
_BLOCK: Final = r'^[ \t]*{}[ \t]+"?{}"?[ \t]*\{{(.*?)^[ \t]*\}}'


def reasons_of(inventory: Inventory, knowledge: Knowledge) -> Iterator[tuple[Resource, list[Unknown]]]:
    """Each resource that holds data, with the reasons why a region of it is not known."""
    found: dict[str, list[Unknown]] = {}
    for one in placements_if_health(inventory, knowledge):
        reasons = found.setdefault(one.resource, [])
        if isinstance(one.region, Unknown) and one.region not in reasons:
            reasons.append(one.region)
    resources = {resource.key: resource for resource in inventory.resources}
    for key in sorted(found.keys() & resources.keys()):
        yield resources[key], found[key]


def kind_of(reason: Unknown) -> str:
    """Which open reason it is; empty for a miss."""
    return next((kind for kind, pattern in _OPEN.items() if re.fullmatch(pattern, reason.detail, re.DOTALL)), "")


def provider_of(resource: Resource) -> str:
    """Provider of a resource, or of the module call that stands for resources."""
    name = resource.provider.name
    return name if name in _PROVIDERS else resource.type.partition("_")[0]


class Texts:
    """The configuration of a checkout as plain text, by folder."""

    def __init__(self, top: Path) -> None:
        self._top = top
        self._known: dict[str, str] = {}
        self._all = ""

    def of(self, folder: str) -> str:
        """All files of native syntax of a folder, and the variables files that are loaded by themselves."""
        if folder not in self._known:
            names = ("*.tf", "terraform.tfvars", "*.auto.tfvars")
            paths = [path for name in names for path in sorted((self._top / folder).glob(name))]
            self._known[folder] = "\n".join(path.read_text("utf-8", "replace") for path in paths if path.is_file())
        return self._known[folder]

    def confirms(self, resource: Resource, reason: Unknown, kind: str) -> bool | None:
        """Whether the text says the same as the reason; None when it is not about variables or providers."""
        folders = {resource.root, str(Path(resource.location.file).parent) if resource.location else "."}
        if kind == "variable without a value":
            match = re.fullmatch(_OPEN[kind], reason.detail)
            return match is not None and any(self._has_no_default(folder, match[1]) for folder in folders)
        if kind == "no region, on the provider neither":
            name = resource.provider.name
            blocks = re.findall(_BLOCK.format("provider", re.escape(name)), self.of(resource.root), re.M | re.S)
            named = [block for block in blocks if ("alias" in block) == bool(resource.provider.alias)]
            return not any(re.search(r"^\s*(region|zone)\s*=\s*\"", block, re.M) for block in named)
        return None

    def _has_no_default(self, folder: str, name: str) -> bool:
        blocks = re.findall(_BLOCK.format("variable", re.escape(name)), self.of(folder), re.M | re.S)
        given = re.search(rf"^{re.escape(name)}\s*=", self.of(folder), re.M)
        return given is None and not any(re.search(r"^\s*default\s*=", block, re.M) for block in blocks)


def measure(path: Path, knowledge: Knowledge) -> tuple[Mapping[str, Counter[str]], list[str]]:
    """Counts by provider, and what was missed or not confirmed."""
    inventory, texts = collect(path), Texts(path)
    counts: dict[str, Counter[str]] = {}
    remarks = []
    for resource, reasons in reasons_of(inventory, knowledge):
        provider = provider_of(resource)
        if provider not in _PROVIDERS:
            continue
        count = counts.setdefault(provider, Counter())
        count["hold data"] += 1
        kinds = [kind_of(reason) for reason in reasons]
        count["known" if not reasons else "open" if all(kinds) else "missed"] += 1
        for reason, kind in zip(reasons, kinds, strict=True):
            count[f"open: {kind}"] += bool(kind)
            said = texts.confirms(resource, reason, kind)
            count["looked up"] += said is not None
            count["confirmed"] += bool(said)
            if not kind or said is False:
                remarks.append(f"{resource.key}: {reason.detail}")
    return counts, remarks


def table(rows: list[tuple[str, str, Counter[str]]]) -> str:
    """The counts as a Markdown table with a last line for all."""
    lines = [
        "| repository | provider | hold data | known | open | missed | known where the code determines it | looked up: "
        "confirmed | open, by reason |",
        "|---|---|---:|---:|---:|---:|---:|---:|---|",
    ]
    total = sum((count for _, _, count in rows), Counter[str]())
    for name, provider, count in [*rows, ("**all**", "", total)]:
        reasons = ", ".join(f"{key[6:]} {n:,}" for key, n in sorted(count.items()) if key.startswith("open: ") and n)
        shown = f"{100 * share(count):.1f} %" if count["known"] + count["missed"] else "-"
        cells = [f"{count[key]:,}" for key in ("hold data", "known", "open", "missed")]
        looked = f"{count['looked up']:,}: {count['confirmed']:,}"
        lines.append(f"| {name} | {provider} | {' | '.join(cells)} | {shown} | {looked} | {reasons or 'none'} |")
    return "\n".join(lines)


def share(count: Counter[str]) -> float:
    """Known, of those that are known or missed."""
    return count["known"] / max(count["known"] + count["missed"], 1)


def _main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="folder of checkouts: <folder>/<owner>/<name>")
    parser.add_argument("--least", type=float, default=0.95, help="share that each row must reach (default 0.95)")
    options = parser.parse_args()
    knowledge = Knowledge.shipped()
    rows = []
    for checkout in checkouts(options.folder):
        counts, remarks = measure(checkout.path, knowledge)
        rows += [(checkout.name, provider, counts[provider]) for provider in sorted(counts)]
        for remark in remarks:
            print(f"{checkout.name}: {remark}", file=sys.stderr)
    print(table(rows))
    return (
        0
        if rows and all(share(count) >= options.least for *_, count in rows if count["known"] + count["missed"])
        else 1
    )


if __name__ == "__main__":
    sys.exit(_main())
