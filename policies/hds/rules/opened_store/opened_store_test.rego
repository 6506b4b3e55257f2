package hds.rules.opened_store_test

import data.hds.rules.opened_store

_document(to) := {"openings": [{"id": "a", "to": to}]}

test_public_fails if {
	document := _document("public")
	denied := opened_store.deny with input as document
	reviewed := opened_store.review with input as document
	open := opened_store.undetermined with input as document
	denied == {{"subject": "a", "codes": ["open_to_everybody"], "facts": {}}}
	count(reviewed) + count(open) == 0
}

test_another_account_is_reviewed if {
	document := _document("account")
	denied := opened_store.deny with input as document
	reviewed := opened_store.review with input as document
	open := opened_store.undetermined with input as document
	reviewed == {{"subject": "a", "codes": ["open_to_account"], "facts": {}}}
	count(denied) + count(open) == 0
}

test_not_known_is_undetermined if {
	document := _document("unknown")
	denied := opened_store.deny with input as document
	reviewed := opened_store.review with input as document
	open := opened_store.undetermined with input as document
	open == {{"subject": "a", "codes": ["open_to_unknown"], "facts": {}}}
	count(denied) + count(reviewed) == 0
}

test_nothing_opened if {
	denied := opened_store.deny with input as {"openings": []}
	reviewed := opened_store.review with input as {"openings": []}
	open := opened_store.undetermined with input as {"openings": []}
	(count(denied) + count(reviewed)) + count(open) == 0
}
