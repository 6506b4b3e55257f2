package hds.rules.unused_declaration_test

import data.hds.rules.unused_declaration

test_a_rule_that_was_to_protect if {
	found := unused_declaration.undetermined with input as {"unused": [{"id": "a", "grave": true}]}
	found == {{"subject": "a", "codes": ["unused"], "facts": {}}}
}

test_a_rule_that_was_to_protect_is_not_reviewed_too if {
	found := unused_declaration.review with input as {"unused": [{"id": "a", "grave": true}]}
	found == set()
}

test_another if {
	found := unused_declaration.review with input as {"unused": [{"id": "a", "grave": false}]}
	found == {{"subject": "a", "codes": ["unused"], "facts": {}}}
}

test_none if {
	found := unused_declaration.review with input as {"unused": []}
	found == set()
}
