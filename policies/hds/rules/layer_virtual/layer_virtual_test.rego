package hds.rules.layer_virtual_test

import data.hds.rules.layer_virtual

_question(id, changes) := object.union(
	{
		"id": id,
		"layer": "virtual",
		"actor": "hoster",
		"holder": "h",
		"holder_status": "certified",
		"service": "s",
		"region": "r",
		"eea": "yes",
		"certificates": ["c1"],
	},
	changes,
)

_all := {"known": true, "everything": true, "eea": false, "names": {}, "complete": true}

_certificate := {
	"id": "c1",
	"holder": "h",
	"layers": {"virtual": true},
	"services": _all,
	"regions": _all,
	"referential": "2.0",
	"from_ns": 1,
	"until_ns": 200,
	"read_ns": 1,
	"weak": false,
	"held": false,
	"number": "N-1",
	"state": "in_force",
}

_document(certificate, questions) := {
	"on_ns": 100,
	"law": {"referentials": {"2.0": {"id": "2.0", "from_ns": 0, "until_ns": null}}},
	"certificates": {"c1": certificate},
	"placements": {"virtual": questions},
}

test_covered_is_reported_nowhere if {
	document := _document(_certificate, [_question("covered", {})])
	denied := layer_virtual.deny with input as document
	open := layer_virtual.undetermined with input as document
	count(denied) + count(open) == 0
}

test_layer_that_is_not_covered_fails if {
	certificate := object.union(_certificate, {"layers": {"virtual": false}})
	document := _document(certificate, [_question("bare", {})])
	denied := layer_virtual.deny with input as document
	denied == {{"subject": "bare", "codes": ["layer_not_covered"], "facts": {"certificate": "c1"}}}
}

test_certificate_without_end_date_is_undetermined if {
	certificate := object.union(_certificate, {"until_ns": null})
	document := _document(certificate, [_question("open", {})])
	found := layer_virtual.undetermined with input as document
	found == {{"subject": "open", "codes": ["certificate_validity_unknown"], "facts": {"certificate": "c1"}}}
}

test_nobody_declared_is_undetermined if {
	document := _document(_certificate, [_question("nobody", {"actor": "undeclared"})])
	found := layer_virtual.undetermined with input as document
	found == {{"subject": "nobody", "codes": ["operator_not_declared"], "facts": {"certificate": ""}}}
}

test_other_layers_are_not_judged_here if {
	document := object.union(_document(_certificate, []), {"placements": {"virtual": [], "other": [_question("x", {"certificates": []})]}})
	denied := layer_virtual.deny with input as document
	open := layer_virtual.undetermined with input as document
	count(denied) + count(open) == 0
}
