"""Evaluation: facts go in as the policy input, Rego decides, findings come out."""

from hds_policy.evaluation.engine import EmbeddedEngine, Engine
from hds_policy.evaluation.findings import findings_of
from hds_policy.evaluation.policy_input import Questions, Surroundings, build

__all__ = ["EmbeddedEngine", "Engine", "Questions", "Surroundings", "build", "findings_of"]
