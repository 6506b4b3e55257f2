package hds.rules.certificate_not_in_force_test

import data.hds.rules.certificate_not_in_force

_certificate(id, state) := {
	"id": id,
	"holder": "h",
	"referential": "2.0",
	"from_ns": 1,
	"until_ns": 200,
	"read_ns": 1,
	"weak": false,
	"held": false,
	"number": "N-1",
	"state": state,
}

_document(certificates) := {
	"on_ns": 100,
	"law": {"referentials": {"2.0": {"id": "2.0", "from_ns": 0, "until_ns": null}}},
	"certificates": certificates,
}

test_in_force_is_reported_nowhere if {
	document := _document({"c1": _certificate("c1", "in_force")})
	denied := certificate_not_in_force.deny with input as document
	open := certificate_not_in_force.undetermined with input as document
	count(denied) + count(open) == 0
}

test_suspended_fails if {
	document := _document({"c1": _certificate("c1", "suspended")})
	found := certificate_not_in_force.deny with input as document
	found == {{"subject": "c1", "codes": ["certificate_suspended"], "facts": {"certificate": "c1"}}}
}

test_withdrawn_fails if {
	document := _document({"c1": _certificate("c1", "withdrawn")})
	found := certificate_not_in_force.deny with input as document
	found == {{"subject": "c1", "codes": ["certificate_withdrawn"], "facts": {"certificate": "c1"}}}
}

test_replaced_is_for_the_layers_to_say if {
	document := _document({"c1": _certificate("c1", "replaced")})
	denied := certificate_not_in_force.deny with input as document
	open := certificate_not_in_force.undetermined with input as document
	count(denied) + count(open) == 0
}

test_a_bare_claim_leaves_it_open if {
	document := _document({"c1": _certificate("c1", "unknown")})
	found := certificate_not_in_force.undetermined with input as document
	found == {{"subject": "c1", "codes": ["certificate_state_unknown"], "facts": {"certificate": "c1"}}}
}

test_another_certificate_stands_in if {
	document := _document({"c1": _certificate("c1", "suspended"), "c2": _certificate("c2", "in_force")})
	denied := certificate_not_in_force.deny with input as document
	count(denied) == 0
}

test_two_suspended_ones_do_not_stand_in_for_each_other if {
	document := _document({"c1": _certificate("c1", "suspended"), "c2": _certificate("c2", "suspended")})
	denied := certificate_not_in_force.deny with input as document
	count(denied) == 2
}

test_another_certificate_stands_in_for_a_state_that_is_not_known if {
	document := _document({"c1": _certificate("c1", "unknown"), "c2": _certificate("c2", "in_force")})
	open := certificate_not_in_force.undetermined with input as document
	count(open) == 0
}
