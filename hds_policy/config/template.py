"""The commented estate file that ``hds-policy init`` writes from what it sees."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from hds_policy.config import sightings
from hds_policy.config.recognition import Recognition
from hds_policy.model.hoster import Hoster
from hds_policy.model.inventory import Inventory
from hds_policy.model.layer import ACTIVITIES, LAYERS, Layer
from hds_policy.model.placement import Placement

_CUSTOMER_LAYERS = (Layer.PLATFORM, Layer.ADMIN, Layer.BACKUP)
_MOST = 20
_LONGEST = 60


def render_estate(
    inventory: Inventory,
    *,
    name: str,
    placements: Sequence[Placement] = (),
    hosters: Mapping[str, Hoster] | None = None,
) -> str:
    """An estate file that declares nothing yet and loads as it stands.

    Lines that start with ``#`` and a letter or bracket are proposals. What only a person knows stands there as
    ``"<…>"``, which the loader refuses, so that nothing is declared by mistake.

    Args:
        inventory: what was read.
        name: what the estate is called, e.g. the name of the folder.
        placements: of the resources that could carry health data, all of them assumed to; empty when not computed.
        hosters: the registry by id; names the conditions that only a contract can confirm.
    """
    parts = [
        _HEAD,
        ["version = 1", f"name = {quoted(name or 'estate')}", ""],
        _seen(inventory, placements),
        _classification(inventory),
        _operations(placements),
        _CERTIFICATES,
        _contracts(placements, hosters or {}),
        _clusters(inventory),
        _WAIVERS,
        _SETTINGS,
    ]
    return "\n".join(line for part in parts for line in part)


def quoted(text: str) -> str:
    """A TOML string of one line, whatever the text holds: it may come from the tree that was read."""
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    if character.isprintable():
        return character
    if 0xD800 <= ord(character) <= 0xDFFF:
        return "?"  # a byte of a file name that is not UTF-8: TOML cannot write it, and "?" is a pattern for it
    return f"\\U{ord(character):08x}"


def _short(text: str) -> str:
    return quoted(text if len(text) <= _LONGEST else text[:_LONGEST] + "…")


_HEAD = [
    "# What you declare about the hosting of health data. Pure data: nothing in it is ever executed.",
    "# docs/estate.md describes every key.",
    "#",
    "# Lines such as  #key = value  are proposals: take away the # and replace what stands in <angle brackets>.",
    "# A placeholder that is left in place is refused, so that nothing is declared by mistake.",
    "",
]


def _seen(inventory: Inventory, placements: Sequence[Placement]) -> Iterable[str]:
    yield f"# Resources seen: {len(inventory.resources)}; root modules: {len(inventory.roots)}."
    if placements:
        yield f"# Resources that keep data: {sightings.stores(placements)}."
    if inventory.unread:
        yield f"# Parts that could not be read: {len(inventory.unread)}; what follows is not complete."
    yield from _listed("root", {root: set() for root in inventory.roots})
    yield from _listed("provider", sightings.providers_seen(inventory))
    yield from _listed("hoster", sightings.hosters_seen(placements))
    yield ""


def _listed(word: str, names: Mapping[str, set[str]]) -> Iterable[str]:
    for name in sorted(names)[:_MOST]:
        regions = ", ".join(map(_short, sorted(names[name])[:_MOST]))
        yield f"#   {word} {_short(name)}{f': {regions}' if regions else ''}"
    if len(names) > _MOST:
        yield f"#   and {len(names) - _MOST} more"


def _classification(inventory: Inventory) -> Iterable[str]:
    yield "# ── Which resources hold health data ──"
    yield "[classification]"
    yield "# A store that nothing classifies is: unclassified (undetermined until you decide), health, or none."
    yield 'default = "unclassified"'
    tags = sightings.tags_seen(inventory.resources)
    recognition = Recognition.of()
    if tags:
        yield "# Tags seen that look like a classification:"
    for tag in tags[:_MOST]:
        known = (
            "health data" if recognition.declared({tag.key: tag.value}) else "says nothing about health data by itself"
        )
        yield f"#   {_short(tag.key)} = {_short(tag.value)} on {tag.count}: {known}"
    yield "# Own keys and values, besides the built-in ones:"
    yield '#tag_keys = ["sensibilite"]'
    yield '#tag_values = ["donnees_de_sante"]'
    yield ""
    yield "# The first rule that fits wins, before any tag."
    yield "#[[classification.rules]]"
    yield '#match = "module.ehr.*"'
    yield "#health = true"
    yield '#reason = "<what these resources hold>"'
    yield ""


def _operations(placements: Sequence[Placement]) -> Iterable[str]:
    layers = sightings.undeclared_layers(placements) or list(_CUSTOMER_LAYERS)
    yield "# ── Who performs the activities on your side ──"
    for layer in layers:
        yield f"#   {layer}: {ACTIVITIES[layer][1]} ({ACTIVITIES[layer][0]})"
    yield "#[operators.own-team]"
    yield '#name = "<who operates>"'
    yield "# certified, not_certified, unknown, controller (for its own account) or exempt; the last two need a reason"
    yield '#status = "unknown"'
    yield ""
    yield "#[[operations]]"
    yield f"#layers = [{', '.join(quoted(layer) for layer in LAYERS if layer in layers)}]"
    yield '#match = "*"'
    yield '#operator = "own-team"'
    yield ""


_CERTIFICATES = [
    "# ── Copies of certificates you hold (CSP R.1111-8-8 II) ──",
    "#[operators.managed-services]",
    '#name = "<company that holds the certificate>"',
    '#status = "certified"',
    "",
    "#[[certificates]]",
    '#holder = "managed-services"',
    '#layers = ["<layer>"]',
    '#services = ["<service, or * alone for all>"]',
    '#regions = ["<region, or * alone for all>"]',
    '#referential = "2.0"',
    '#valid_from = "<date>"',
    '#valid_until = "<date>"',
    '#number = "<number>"',
    '#body = "<certification body>"',
    '#file = "certs/managed-services.pdf"',
    '#seen_on = "<date>"',
    "",
]


def _contracts(placements: Sequence[Placement], hosters: Mapping[str, Hoster]) -> Iterable[str]:
    yield "# ── What only a signed contract can confirm ──"
    for hoster in (hosters[name] for name in sorted(sightings.hosters_seen(placements)) if name in hosters):
        conditions = sorted(
            (c for c in hoster.conditions if c.kind == "option" and not c.attribute), key=lambda c: c.id
        )
        if not conditions:
            continue
        for condition in conditions:
            yield f"#   {hoster.id} {condition.id}: {quoted(condition.title)}"
        yield "#[[contracts]]"
        yield f"#hoster = {quoted(hoster.id)}"
        yield '#signed_on = "<date>"'
        yield f"#conditions = [{', '.join(quoted(condition.id) for condition in conditions)}]"
        yield '#reference = "<where the contract is kept>"'
        yield ""
    yield ""


def _clusters(inventory: Inventory) -> Iterable[str]:
    clusters = sightings.clusters_seen(inventory.resources)
    if not clusters:
        return
    yield "# ── Where the Kubernetes clusters run ──"
    for provider, root in clusters:
        match = {"alias": provider.alias, "root": root}
        yield "#[[clusters]]"
        yield f"#match = {{ {', '.join(f'{key} = {quoted(value)}' for key, value in match.items() if value)} }}"
        yield '#hoster = "<hoster>"'
        yield '#region = "<region>"'
        yield '#service = "<service>"'
        yield ""


_WAIVERS = [
    "# ── Findings that somebody answers for, until a day ──",
    "#[[waivers]]",
    '#rule = "<rule id>"',
    '#address = "<address, * and ? are wild>"',
    '#reason = "<why>"',
    '#approved_by = "<who>"',
    '#expires = "<last day>"',
    "",
]

_SETTINGS = [
    "[settings]",
    "# How many days before its end a certificate is pointed out.",
    "expiry_warning_days = 90",
    "# How many days after its last review a registry of hosters counts.",
    "registry_max_age_days = 365",
    "",
]
