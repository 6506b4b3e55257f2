package hds.rules.hoster_condition_test

import data.hds.rules.hoster_condition

_document(kind, state) := {"conditions": [{"id": "a", "hoster": "h", "condition": "c", "kind": kind, "state": state}]}

test_option_off_fails if {
	document := _document("option", "not_met")
	found := hoster_condition.deny with input as document
	found == {{"subject": "a", "codes": ["option_off"], "facts": {}}}
}

test_excluded_product_fails if {
	document := _document("exclusion", "not_met")
	found := hoster_condition.deny with input as document
	found == {{"subject": "a", "codes": ["excluded"], "facts": {}}}
}

test_met_is_reported_nowhere if {
	document := _document("option", "met")
	denied := hoster_condition.deny with input as document
	open := hoster_condition.undetermined with input as document
	count(denied) + count(open) == 0
}

test_not_told_is_undetermined if {
	document := _document("option", "unknown")
	found := hoster_condition.undetermined with input as document
	found == {{"subject": "a", "codes": ["condition_unknown"], "facts": {}}}
}
