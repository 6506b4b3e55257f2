"""Evaluation: facts go in as the policy input, Rego decides, findings come out."""

from hds_policy.evaluation.about import about_subjects
from hds_policy.evaluation.chain import chain_of
from hds_policy.evaluation.custom import CustomPolicies, custom_findings, inspect_custom
from hds_policy.evaluation.engine import EmbeddedEngine, Engine, EngineMaker
from hds_policy.evaluation.findings import findings_of
from hds_policy.evaluation.policy_input import Surroundings, build
from hds_policy.evaluation.questions import OpenEnds, Questions, Unused

__all__ = [
    "CustomPolicies",
    "EmbeddedEngine",
    "Engine",
    "EngineMaker",
    "OpenEnds",
    "Questions",
    "Surroundings",
    "Unused",
    "about_subjects",
    "build",
    "chain_of",
    "custom_findings",
    "findings_of",
    "inspect_custom",
]
