"""The estate file ``hds-policy.toml``: what the customer declares. docs/estate.md is its reference."""

from hds_policy.config.estate import (
    EEA,
    ClassificationRule,
    Cluster,
    Contract,
    DefaultClass,
    Estate,
    Operation,
    Operator,
    OperatorStatus,
    Selector,
    Settings,
    Site,
)
from hds_policy.config.known import Known
from hds_policy.config.loader import FILE_NAME, find_estate, load_estate, own_registry
from hds_policy.config.recognition import Recognition
from hds_policy.config.rule_choice import classification_rule_for
from hds_policy.config.tags import UNKNOWN_TAG, tag_map

__all__ = [
    "EEA",
    "FILE_NAME",
    "UNKNOWN_TAG",
    "ClassificationRule",
    "Cluster",
    "Contract",
    "DefaultClass",
    "Estate",
    "Known",
    "Operation",
    "Operator",
    "OperatorStatus",
    "Recognition",
    "Selector",
    "Settings",
    "Site",
    "classification_rule_for",
    "find_estate",
    "load_estate",
    "own_registry",
    "tag_map",
]
