"""The sentence of a finding in the language that is spoken, its activities named together.

A finding carries its sentence in English, for every format that programs read. In another language it is made again
from what it was made of: the codes, the facts and the METADATA of its rule.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from hds_policy.language import LANGUAGES, _, current, marked
from hds_policy.model import LAYERS, Finding, Layer, Rule
from hds_policy.report.phrases import phrase
from hds_policy.report.words import layer_names

_LAYER_WORDS = {layer: re.compile(rf"(?<![\w.-]){layer.value}(?![\w-])") for layer in LAYERS}

_OURS = frozenset({"title", "flow"})
"""Facts that are strings of ours, of a condition of the registry and of an edge, while others may be names."""
FLOWS = (
    marked("replicates to"),
    marked("snapshots"),
    marked("copies to"),
    marked("backs up"),
    marked("restores from"),
    marked("exports to"),
    marked("logs to"),
    marked("streams to"),
    marked("mounts"),
    marked("reads"),
    marked("writes"),
    marked("serves"),
    marked("contains"),
    marked("encrypts"),
    marked("grants"),
)
"""What data does along an edge, as the fact ``flow`` says it."""


class _Facts(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return _("not known")


def told(finding: Finding, rules: Mapping[str, Rule], layers: Sequence[Layer] = ()) -> str:
    """The message of a finding; with ``layers`` named in the place of its own one.

    What cannot be made again word for word, as the sentence of a rule that gave no answer, is looked up as a whole and
    stays English when it is not there: another sentence than the one that was found would be worse.
    """
    english = with_layers(finding, ", ".join(layers)) if layers else finding.message
    if current() == LANGUAGES[0]:
        return english
    rule = rules.get(finding.rule)
    templates = [rule.messages[code] for code in finding.reasons if code in rule.messages] if rule else []
    facts = dict(finding.facts)
    if " ".join(template.format_map(_English(facts)) for template in templates) != finding.message:
        return phrase(english)
    values = _Facts({name: _value(name, text, finding, layers) for name, text in facts.items()})
    return " ".join(_(template).format_map(values) for template in templates)


class _English(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "not known"


def with_layers(finding: Finding, named: str) -> str:
    """The English message of a finding with the name of its layer replaced."""
    if finding.layer is None:
        return finding.message
    return _LAYER_WORDS[finding.layer].sub(lambda _match: named, finding.message)


def _value(name: str, text: str, finding: Finding, layers: Sequence[Layer]) -> str:
    if name == "layer" and finding.layer is not None and text == finding.layer.value:
        return layer_names(layers or (finding.layer,))
    if name in _OURS:
        return _(text)
    parts = text.split(", ")
    if all(part in LAYERS for part in parts):
        return layer_names(Layer(part) for part in parts)
    return phrase(text)
