package hds.rules.transfer_map_test

import data.hds.rules.transfer_map

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
	found := transfer_map.review with input as document
}

test_answered_is_reported_nowhere if {
	found := _found({})
	found == set()
}

test_the_risk_is_there if {
	found := _found({"transfer_map": "no"})
	found == {{"subject": "a", "codes": ["no_map"], "facts": {}}}
}

test_nothing_known if {
	found := _found({"transfer_map": "unknown"})
	found == {{"subject": "a", "codes": ["map_not_known"], "facts": {}}}
}

test_no_holder if {
	found := transfer_map.review with input as {"guarantees": []}
	found == set()
}
