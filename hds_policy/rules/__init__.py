"""Rules as data: the Rego sources of a policies folder and their METADATA. Nothing is evaluated here."""

from hds_policy.rules.custom import CustomRules, load_custom
from hds_policy.rules.explain import explain, in_language, rules_json, rules_table
from hds_policy.rules.folder import RuleSet, default_folder, load_rules

__all__ = [
    "CustomRules",
    "RuleSet",
    "default_folder",
    "explain",
    "in_language",
    "load_custom",
    "load_rules",
    "rules_json",
    "rules_table",
]
