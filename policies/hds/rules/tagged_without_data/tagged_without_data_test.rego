package hds.rules.tagged_without_data_test

import data.hds.rules.tagged_without_data

test_each_type_is_reviewed if {
	found := tagged_without_data.review with input as {"tagged": [{"id": "a", "count": 2}]}
	found == {{"subject": "a", "codes": ["tagged"], "facts": {}}}
}

test_none if {
	found := tagged_without_data.review with input as {"tagged": []}
	found == set()
}
