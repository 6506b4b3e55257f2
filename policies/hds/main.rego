# METADATA
# scope: package
# title: Entry point
# description: >-
#   Everything the rules found, as one array (the embedded engine's binding cannot return a set of objects), and the names of the
#   rules that were there to be asked.
package hds.main

answer := {
	"findings": array.concat(array.concat(_findings("deny"), _findings("undetermined")), _findings("review")),
	"rules": [name | some name, _ in _rules],
}

_findings(kind) := [finding |
	some name, rule in _rules
	some item in object.get(rule, kind, set())
	finding := {"rule": name, "kind": kind, "subject": item.subject, "codes": item.codes, "facts": item.facts}
]

# Tests lie beside the rules, and are loaded with them by `opa eval -d policies`.
_rules := {name: rule |
	some name, rule in data.hds.rules
	not endswith(name, "_test")
}
