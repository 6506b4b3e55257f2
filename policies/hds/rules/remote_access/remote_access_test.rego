package hds.rules.remote_access_test

import data.hds.rules.remote_access

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
	found := remote_access.review with input as document
}

test_answered_is_reported_nowhere if {
	found := _found({})
	found == set()
}

test_the_risk_is_there if {
	found := _found({"access_outside_eea": "yes"})
	found == {{"subject": "a", "codes": ["access_outside_eea"], "facts": {}}}
}

test_nothing_known if {
	found := _found({"access_outside_eea": "unknown"})
	found == {{"subject": "a", "codes": ["access_not_known"], "facts": {}}}
}

test_no_holder if {
	found := remote_access.review with input as {"guarantees": []}
	found == set()
}
