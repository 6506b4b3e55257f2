package hds.rules.unknown_hoster_test

import data.hds.rules.unknown_hoster

_document(kind, status, certificates) := {"holders": [{"id": "a", "kind": kind, "status": status, "certificates": certificates}]}

_found(kind, status, certificates) := found if {
	document := _document(kind, status, certificates)
	found := unknown_hoster.undetermined with input as document
}

test_hoster_that_cannot_be_told if {
	found := _found("unknown", "unknown", 0)
	found == {{"subject": "a", "codes": ["hoster_unknown"], "facts": {}}}
}

test_hoster_nothing_is_known_of if {
	found := _found("known", "unknown", 0)
	found == {{"subject": "a", "codes": ["not_in_registry"], "facts": {}}}
}

test_an_attached_certificate_is_knowledge if {
	found := _found("known", "unknown", 1)
	found == set()
}

test_certified if {
	found := _found("known", "certified", 1)
	found == set()
}

test_not_certified_is_known_too if {
	found := _found("known", "not_certified", 0)
	found == set()
}
