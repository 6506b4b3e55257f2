"""Mutants of the shipped rules: one small change each, which the tests and examples of the rule must notice."""
