"""The place to show for a finding: its own, or the nearest one that a reader can open."""

from __future__ import annotations

from hds_policy.model import Assessment, Finding, InputStatus, SourceRange, SubjectKind


class Where:
    """Where the subjects of an Assessment stand.

    Attributes:
        of_key: the block of each resource in scope, by its key.
    """

    def __init__(self, assessment: Assessment) -> None:
        self.of_key = {
            judged.resource.key: judged.resource.location for judged in assessment.resources if judged.resource.location
        }
        self._files = sorted(entry.path for entry in assessment.inputs if entry.status is InputStatus.PARSED)

    def best(self, finding: Finding) -> SourceRange | None:
        """The place to show: that of the finding, its subject, a resource concerned, or else a file that was read.

        GitHub refuses a file in which any result has no location, so a folder, a hoster or a type gets a place too.
        """
        if finding.location:
            return finding.location
        for key in (finding.subject, *finding.resources):
            if key in self.of_key:
                return self.of_key[key]
        # A root module is told from the folder of the estate, a file from the top of the repository.
        folder = f"/{finding.subject}/" if finding.subject_kind is SubjectKind.FOLDER else ""
        inside = [file for file in self._files if folder in f"/{file}"]
        files = inside or self._files
        return SourceRange(files[0], 1, 1) if files else None
