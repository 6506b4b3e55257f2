package hds.rules.certificate_not_held_test

import data.hds.rules.certificate_not_held

_all := {"known": true, "everything": true, "eea": false, "names": {}, "complete": true}

_statement := {
	"id": "c1",
	"holder": "h",
	"layers": {"physical": true},
	"services": _all,
	"regions": _all,
	"referential": "2.0",
	"from_ns": 10,
	"until_ns": 200,
	"read_ns": 90,
	"weak": false,
	"held": false,
	"number": "",
	"state": "in_force",
}

_question(certificates) := {
	"id": "q1",
	"layer": "physical",
	"actor": "hoster",
	"holder": "h",
	"holder_status": "certified",
	"service": "s",
	"region": "r",
	"eea": "yes",
	"certificates": certificates,
}

_found(changed, more) := found if {
	document := {
		"on_ns": 100,
		"law": {"referentials": {"2.0": {"id": "2.0", "from_ns": 0, "until_ns": null}}},
		"placements": {"physical": [_question(array.concat(["c1"], [id | some id, _ in more]))]},
		"certificates": object.union({"c1": object.union(_statement, changed)}, more),
	}
	found := certificate_not_held.review with input as document
}

_seen := {{"subject": "c1", "codes": ["certificate_not_seen"], "facts": {"certificate": "c1"}}}

test_a_statement_with_dates_that_carries_a_pass if {
	found := _found({}, {})
	found == _seen
}

test_a_number_is_known if {
	found := _found({"number": "N-1"}, {})
	found == set()
}

test_the_customer_holds_the_copy if {
	found := _found({"held": true}, {})
	found == set()
}

test_without_dates_nothing_passes_and_the_layers_say_so if {
	found := _found({"until_ns": null}, {})
	found == set()
}

test_a_statement_that_carries_no_pass if {
	found := _found({"layers": {"physical": false}}, {})
	found == set()
}

test_a_bare_claim_carries_no_pass if {
	found := _found({"weak": true}, {})
	found == set()
}

test_a_copy_that_covers_the_same_is_relied_on_instead if {
	copy := object.union(_statement, {"id": "c9", "held": true, "number": "N-9"})
	found := _found({}, {"c9": copy})
	found == set()
}

test_a_copy_that_covers_something_else_does_not_help if {
	copy := object.union(_statement, {"id": "c9", "held": true, "number": "N-9", "layers": {"physical": false}})
	found := _found({}, {"c9": copy})
	found == _seen
}

test_a_certificate_that_no_question_lists if {
	document := {"on_ns": 100, "placements": {"physical": []}, "certificates": {"c1": _statement}}
	found := certificate_not_held.review with input as document
	found == _seen
}

_unlisted(changed, questions) := found if {
	document := {
		"on_ns": 100,
		"law": {"referentials": {"2.0": {"id": "2.0", "from_ns": 0, "until_ns": null}}},
		"placements": {"physical": questions},
		"certificates": {"c1": object.union(_statement, changed)},
	}
	found := certificate_not_held.review with input as document
}

test_a_bare_claim_that_no_question_lists if {
	found := _unlisted({"weak": true}, [])
	found == set()
}

test_no_last_day_and_no_question_lists_it if {
	found := _unlisted({"until_ns": null}, [])
	found == set()
}

test_questions_that_list_others if {
	found := _unlisted({}, [_question(["c9"])])
	found == _seen
}
