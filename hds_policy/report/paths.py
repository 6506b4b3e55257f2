"""The way health data took, in one line: ``patients (eu-west-3) → snapshot nightly → copy disaster (us-east-1)``."""

from __future__ import annotations

from hds_policy.language import _
from hds_policy.model import Assessment, Basis, Classification, Layer, Unknown
from hds_policy.report.phrases import phrase
from hds_policy.report.words import basis_name, flow_word


class Paths:
    """Writes the paths of one Assessment; a region is told where it changes, so that a border stands out."""

    def __init__(self, assessment: Assessment) -> None:
        self._regions = {
            judged.resource.key: ", ".join(
                dict.fromkeys(
                    _("region unknown") if isinstance(region := placed.placement.region, Unknown) else region
                    for placed in judged.layers.get(Layer.PHYSICAL, ())
                )
            )
            for judged in assessment.resources
        }

    def line(self, classification: Classification, root: str = ".") -> str:
        """The path; empty unless propagated. Keys in ``root`` are shown as their addresses."""
        steps = classification.path
        if not steps:
            return ""
        here = self._regions.get(steps[0].source, "")
        said = [_at(steps[0].source.removeprefix(f"{root}:"), here)]
        for step in steps:
            there = self._regions.get(step.target, "")
            name = f"{flow_word(step.flow)} {step.target.removeprefix(f'{root}:')}"
            said.append(_at(name, there if there != here else ""))
            here = there or here
        return " → ".join(said)

    def classified(self, classification: Classification, root: str) -> str:
        """Whether and why a resource carries health data."""
        path = self.line(classification, root)
        if path:
            return _("health data by flow: {path}").format(path=path)
        what = _("health data") if classification.health else _("not health data")
        if classification.basis is not Basis.DECLARED:
            what += f" ({basis_name(classification.basis)})"
        evidence = phrase(classification.evidence)
        return _("{what}: {evidence}").format(what=what, evidence=evidence) if evidence else what


def _at(name: str, region: str) -> str:
    return f"{name} ({region})" if region else name
