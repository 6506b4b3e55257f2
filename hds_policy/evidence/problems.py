"""Why a bundle is not accepted: it is wrong, or it cannot be told."""

from __future__ import annotations


class EvidenceError(Exception):
    """Base of both; ``stage`` is the step of the verification, the message is for a person."""

    def __init__(self, stage: str, message: str) -> None:
        super().__init__(message)
        self.stage = stage
        self.message = message


class InvalidError(EvidenceError):
    """The bundle is not what it says it is."""


class UnverifiableError(EvidenceError):
    """What is needed to tell is missing: never read as valid."""
