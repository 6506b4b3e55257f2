package hds.rules.unused_declaration_test

import data.hds.rules.unused_declaration

test_a_rule_that_was_to_protect if {
	found := unused_declaration.undetermined with input as {"unused": [{"id": "a", "grave": true, "why": "no_resource"}]}
	found == {{"subject": "a", "codes": ["no_resource"], "facts": {}}}
}

test_a_rule_that_was_to_protect_is_not_reviewed_too if {
	found := unused_declaration.review with input as {"unused": [{"id": "a", "grave": true, "why": "no_resource"}]}
	found == set()
}

test_another if {
	found := unused_declaration.review with input as {"unused": [{"id": "a", "grave": false, "why": "may_not_stop"}]}
	found == {{"subject": "a", "codes": ["may_not_stop"], "facts": {}}}
}

test_none if {
	found := unused_declaration.review with input as {"unused": []}
	found == set()
}
