"""Tables of the policy input about what could not be placed or decided."""

from __future__ import annotations

from hds_policy.evaluation.questions import OpenEnds, Questions
from hds_policy.hosters import Regions
from hds_policy.model import OpenFlow, Resource, SeenCluster, SourceRange

_EEA = {True: "yes", False: "no", None: "unknown"}


def add_open_ends(questions: Questions, ends: OpenEnds, regions: Regions) -> None:
    """Add the tables about what is open, and how much was not read."""
    questions.document["unread"] = ends.unread
    for table, groups, count in (
        ("folders", ends.unclassified, "unclassified"),
        ("types", ends.unsupported, "count"),
        ("tagged", ends.tagged, "count"),
    ):
        for name, keys in sorted(groups.items()):
            subject = f"{table}/{name}"
            questions.document[table].append({"id": subject, count: len(keys)})
            questions.facts[subject] = {"count": str(len(keys)), "folder": name, "type": name}
            questions.groups[subject] = tuple(sorted(keys))
    for number, flow in enumerate(ends.flows, 1):
        _add_flow(f"flows/{number}", flow, questions, ends, regions)
    for number, opening in enumerate(ends.opened, 1):
        subject = f"openings/{number}"
        holder = ends.resources[opening.holder]
        questions.document["openings"].append({"id": subject, "to": opening.to})
        questions.facts[subject] = {
            "attribute": opening.attribute,
            "holder_address": holder.address,
            "name": opening.name,
        }
        questions.singles[subject] = (opening.source, _place(holder, opening.attribute))
    _add_backups(questions, ends)
    for key, hint in sorted(ends.suspected.items()):
        subject = f"suspected/{key}"
        questions.document["suspected"].append({"id": subject})
        questions.facts[subject] = {"hint": hint}
        questions.singles[subject] = (key, ends.resources[key].location)
    for table, found in (("contradictory", ends.contradictory), ("overruled", ends.overruled)):
        for key, (says_health, other) in sorted(found.items()):
            subject = f"{table}/{key}"
            questions.document[table].append({"id": subject})
            questions.facts[subject] = {"says_health": says_health, "other": other}
            questions.singles[subject] = (key, ends.resources[key].location)
    for number, cluster in enumerate(ends.clusters, 1):
        _add_cluster(f"clusters/{number}", cluster, questions)
    for number, entry in enumerate(ends.unused, 1):
        subject = f"unused/{number}"
        questions.document["unused"].append({"id": subject, "grave": entry.grave, "why": entry.why})
        questions.facts[subject] = {"what": entry.what}


def _add_backups(questions: Questions, ends: OpenEnds) -> None:
    for entry in ends.backups:
        subject = f"backups/{entry.root}"
        missing, unknown = len(entry.missing), len(entry.unknown)
        stores = len(entry.found) + missing + unknown
        questions.document["backups"].append({"id": subject, "stores": stores, "missing": missing, "unknown": unknown})
        counts = {"stores": stores, "missing": missing, "unknown": unknown}
        questions.facts[subject] = {"folder": entry.root, **{name: str(count) for name, count in counts.items()}}
        # Those in question, for the person who is to look; all of them when there are none.
        questions.groups[subject] = tuple(sorted(entry.missing + entry.unknown)) or entry.found


def _add_flow(subject: str, flow: OpenFlow, questions: Questions, ends: OpenEnds, regions: Regions) -> None:
    known = regions.find(flow.hoster, flow.region) if flow.hoster and flow.region else None
    questions.document["flows"].append(
        {
            "id": subject,
            "kind": flow.flow,
            "region": flow.region,
            "eea": _EEA[known.certain_eea] if known else "unknown",
            "doubt": flow.doubt.value,
        }
    )
    holder = ends.resources[flow.holder]
    questions.facts[subject] = {
        "flow": flow.flow.replace("_", " "),
        "attribute": flow.attribute,
        "holder_address": holder.address,
        "region": flow.region,
        "country": known.country if known else "",
        "service": flow.service,
    }
    questions.singles[subject] = (flow.source, _place(holder, flow.attribute))


def _add_cluster(subject: str, cluster: SeenCluster, questions: Questions) -> None:
    questions.document["clusters"].append(
        {
            "id": subject,
            "hoster": cluster.hoster,
            "region": cluster.region,
            "found_hoster": cluster.found_hoster,
            "found_region": cluster.found_region,
        }
    )
    declared = f"site {cluster.site}" if cluster.site else f"{cluster.hoster} {cluster.region}"
    questions.facts[subject] = {
        "what": f"cluster: {declared}",
        "declared": declared,
        "found": f"{cluster.found_hoster} {cluster.found_region}".strip(),
        "evidence": cluster.evidence,
    }
    questions.groups[subject] = cluster.resources


def _place(resource: Resource, attribute: str) -> SourceRange | None:
    line = resource.line_of(attribute)
    block = resource.location
    return SourceRange(block.file, line, line) if block and line else block
