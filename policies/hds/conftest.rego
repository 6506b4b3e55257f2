# METADATA
# scope: package
# title: The findings as conftest reads them
# description: >-
#   What fails and what cannot be decided are failures, what a person must decide is a warning. An input that is not whole, and a
#   rule that is silent on its canary, are failures too: nothing passes because it was not looked at.
package hds.conftest

import data.hds.main

_kinds := {"deny": "fails", "undetermined": "undetermined", "review": "for a person to decide"}

deny contains result if {
	some kind in ["deny", "undetermined"]
	some finding in _findings(kind)
	result := _result(finding)
}

deny contains {"msg": "not everything could be read: hds-policy check says what", "unread": input.unread} if input.unread > 0

deny contains {"msg": concat("", ["the rule ", name, " did not report its canary"]), "rule": name} if {
	some name in _silent
}

deny contains {"msg": "no rule was asked"} if count(main.answer.rules) == 0

deny contains {"msg": "the input has no version: is it the output of hds-policy inventory?"} if not _known_version

warn contains result if {
	some finding in _findings("review")
	result := _result(finding)
}

_known_version if input.version == 1

_findings(kind) := [finding |
	some finding in main.answer.findings
	finding.kind == kind
	subject := finding.subject
	not startswith(subject, "canary:")
]

_heard := {finding.rule |
	some finding in main.answer.findings
	startswith(finding.subject, "canary:")
}

_silent := {name | some name in main.answer.rules} - _heard

# Resources are named when the inventory was made with --about.
_result(finding) := result if {
	about := object.get(object.get(input, "about", {}), finding.subject, {})
	resources := [resource.address | some resource in object.get(about, "resources", [])]
	codes := concat(", ", finding.codes)
	places := array.concat([finding.subject], resources)
	result := {
		"msg": concat(" ", [concat("", [finding.rule, ":"]), _kinds[finding.kind], concat("", ["(", codes, "):"]), concat(", ", places)]),
		"rule": finding.rule,
		"kind": finding.kind,
		"subject": finding.subject,
		"codes": finding.codes,
		"resources": resources,
	}
}
