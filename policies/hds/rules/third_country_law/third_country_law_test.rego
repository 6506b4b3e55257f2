package hds.rules.third_country_law_test

import data.hds.rules.third_country_law

_holder(changed) := object.union(
	{
		"id": "a",
		"holder": "h",
		"access_outside_eea": "no",
		"third_country_law": "no",
		"secnumcloud": "yes",
		"transfer_map": "yes",
	},
	changed,
)

_found(changed) := found if {
	document := {"guarantees": [_holder(changed)]}
	found := third_country_law.review with input as document
}

test_answered_is_reported_nowhere if {
	found := _found({})
	found == set()
}

test_the_risk_is_there if {
	found := _found({"third_country_law": "yes", "secnumcloud": "no"})
	found == {{"subject": "a", "codes": ["exposed"], "facts": {}}}
}

test_nothing_known if {
	found := _found({"third_country_law": "unknown", "secnumcloud": "no"})
	found == {{"subject": "a", "codes": ["exposure_not_known"], "facts": {}}}
}

test_no_holder if {
	found := third_country_law.review with input as {"guarantees": []}
	found == set()
}

test_a_qualification_answers_what_is_not_known if {
	found := _found({"third_country_law": "unknown"})
	found == set()
}

test_a_qualification_does_not_hide_what_is_declared if {
	found := _found({"third_country_law": "yes"})
	found == {{"subject": "a", "codes": ["exposed"], "facts": {}}}
}

test_a_qualification_that_is_not_known_answers_nothing if {
	found := _found({"third_country_law": "unknown", "secnumcloud": "unknown"})
	found == {{"subject": "a", "codes": ["exposure_not_known"], "facts": {}}}
}
