package hds.rules.classification_overruled_test

import data.hds.rules.classification_overruled

test_each_is_reviewed if {
	found := classification_overruled.review with input as {"overruled": [{"id": "a"}, {"id": "b"}]}
	found == {{"subject": "a", "codes": ["overruled"], "facts": {}}, {"subject": "b", "codes": ["overruled"], "facts": {}}}
}

test_none if {
	found := classification_overruled.review with input as {"overruled": []}
	found == set()
}
