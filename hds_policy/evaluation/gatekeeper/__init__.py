"""ConstraintTemplates for Gatekeeper: the questions that one object of a cluster answers by itself."""

from __future__ import annotations

from collections import defaultdict
from importlib.resources import files
from typing import Any

import yaml
from msgspec import Struct

from hds_policy.config.recognition import NONE_VALUES, Recognition
from hds_policy.hosters import Regions

ENFORCEMENTS = ("deny", "warn", "dryrun")
_TARGET = "admission.k8s.gatekeeper.sh"
_GROUP = "constraints.gatekeeper.sh"
_WORDS = ("keys", "values", "trueKeys", "noneValues")
_HEAD = "# Written by hds-policy policies gatekeeper.\n"


class _Template(Struct, frozen=True):
    """One template.

    Attributes:
        source: name of its Rego file without ``.rego``.
        title: what it asks.
        kinds: Kubernetes kinds of the core group it is asked about.
        lists: parameters beside those that recognise labels.
    """

    source: str
    kind: str
    title: str
    kinds: tuple[str, ...]
    lists: tuple[str, ...] = ()


_TEMPLATES = (
    _Template(
        "unclassified_store",
        "HDSUnclassifiedStore",
        "Every store says whether it holds health data (HDS-011; good practice)",
        ("PersistentVolumeClaim", "PersistentVolume"),
    ),
    _Template(
        "storage_class",
        "HDSStorageClass",
        "Claims for health data use a storage class that was checked with hds-policy (good practice)",
        ("PersistentVolumeClaim",),
        ("storageClasses",),
    ),
    _Template(
        "storage_outside_eea",
        "HDSStorageOutsideEEA",
        "Volumes with health data lie in a region inside the EEA (HDS-007)",
        ("PersistentVolume",),
        ("regions",),
    ),
)


def manifests(regions: Regions, enforcement: str) -> dict[str, str]:
    """File name and YAML text of each template and of a constraint for it.

    Args:
        regions: the regions that are known; a name that two hosters use counts only when both lie inside the EEA.
        enforcement: one of ``ENFORCEMENTS``.
    """
    recognition = Recognition.of()
    values: dict[str, list[str]] = {
        "keys": sorted(recognition.keys),
        "values": sorted(recognition.values),
        "trueKeys": sorted(recognition.true_keys),
        "noneValues": sorted(NONE_VALUES),
        "regions": _inside(regions),
        # Which classes were checked is for the platform team to say; until then none was.
        "storageClasses": [],
    }
    found = {}
    for template in _TEMPLATES:
        name = template.source.replace("_", "-")
        chosen = {key: values[key] for key in (*_WORDS, *template.lists)}
        found[f"{name}-template.yaml"] = _text(_definition(template))
        found[f"{name}-constraint.yaml"] = _text(_constraint(template, chosen, enforcement))
    return found


def _definition(template: _Template) -> dict[str, Any]:
    texts = {"type": "array", "items": {"type": "string"}}
    names = (*_WORDS, *template.lists)
    schema = {"type": "object", "required": list(names), "properties": dict.fromkeys(names, texts)}
    source = {"version": "v1", "libs": [_rego("labels")], "rego": _rego(template.source)}
    return {
        "apiVersion": "templates.gatekeeper.sh/v1",
        "kind": "ConstraintTemplate",
        "metadata": {"name": template.kind.lower(), "annotations": {"description": template.title}},
        "spec": {
            "crd": {"spec": {"names": {"kind": template.kind}, "validation": {"openAPIV3Schema": schema}}},
            "targets": [{"target": _TARGET, "code": [{"engine": "Rego", "source": source}]}],
        },
    }


def _constraint(template: _Template, parameters: dict[str, list[str]], enforcement: str) -> dict[str, Any]:
    return {
        "apiVersion": f"{_GROUP}/v1beta1",
        "kind": template.kind,
        "metadata": {"name": template.source.replace("_", "-"), "annotations": {"description": template.title}},
        "spec": {
            "enforcementAction": enforcement,
            "match": {"kinds": [{"apiGroups": [""], "kinds": list(template.kinds)}]},
            "parameters": parameters,
        },
    }


def _inside(regions: Regions) -> list[str]:
    known: dict[str, set[bool | None]] = defaultdict(set)
    for names in regions.hosters.values():
        for name, region in names.items():
            known[name].add(region.eea)
    return sorted(name for name, answers in known.items() if answers == {True})


def _rego(name: str) -> str:
    return (files("hds_policy.evaluation.gatekeeper") / f"{name}.rego").read_text("utf-8")


class _Dumper(yaml.SafeDumper):
    """Rego as a block, and no aliases."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - the signature is PyYAML's
        return True


def _block(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    # YAML keeps no block whose lines hold tabs.
    return dumper.represent_scalar("tag:yaml.org,2002:str", text.replace("\t", "  "), style=style)


_Dumper.add_representer(str, _block)


def _text(document: dict[str, Any]) -> str:
    return _HEAD + yaml.dump(document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120)
