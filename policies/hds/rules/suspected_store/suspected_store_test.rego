package hds.rules.suspected_store_test

import data.hds.rules.suspected_store

test_each_is_reviewed if {
	found := suspected_store.review with input as {"suspected": [{"id": "a"}, {"id": "b"}]}
	found == {
		{"subject": "a", "codes": ["suspected"], "facts": {}},
		{"subject": "b", "codes": ["suspected"], "facts": {}},
	}
}

test_none if {
	found := suspected_store.review with input as {"suspected": []}
	found == set()
}
