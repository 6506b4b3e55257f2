package hds.rules.contradictory_tags_test

import data.hds.rules.contradictory_tags

test_each_is_reviewed if {
	found := contradictory_tags.review with input as {"contradictory": [{"id": "a"}, {"id": "b"}]}
	found == {{"subject": "a", "codes": ["contradictory"], "facts": {}}, {"subject": "b", "codes": ["contradictory"], "facts": {}}}
}

test_none if {
	found := contradictory_tags.review with input as {"contradictory": []}
	found == set()
}
