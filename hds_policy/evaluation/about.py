"""What each subject of a policy input stands for, for programs that report without hds-policy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hds_policy.evaluation.questions import Questions
from hds_policy.model import Resource


def about_subjects(questions: Questions, resources: Mapping[str, Resource]) -> dict[str, dict[str, Any]]:
    """Resources and facts behind each subject, by subject id; canaries stand for nothing and are left out.

    Args:
        resources: all resources by key; two of one address in different folders are told apart by the folder.
    """
    keys: dict[str, set[str]] = {subject: set(found) for subject, found in questions.groups.items()}
    for subject, concerns in questions.concerns.items():
        keys.setdefault(subject, set()).update(concern.placed.resource.key for concern in concerns)
    for subject, (key, _) in questions.singles.items():
        keys.setdefault(subject, set()).add(key)
    return {
        subject: {
            "resources": [_place(resources[key]) for key in sorted(keys.get(subject, ()))],
            "facts": {name: value for name, value in sorted(questions.facts.get(subject, {}).items()) if value},
        }
        for subject in sorted({*keys, *questions.facts})
    }


def _place(resource: Resource) -> dict[str, Any]:
    place = resource.location
    return {
        "address": resource.address,
        "file": place.file if place else "",
        "line": place.start_line if place else None,
    }
