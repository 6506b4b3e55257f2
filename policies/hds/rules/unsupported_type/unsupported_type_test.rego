package hds.rules.unsupported_type_test

import data.hds.rules.unsupported_type

test_each_type_is_reported if {
	found := unsupported_type.undetermined with input as {"types": [{"id": "a", "count": 1}, {"id": "b", "count": 2}]}
	found == {
		{"subject": "a", "codes": ["unsupported"], "facts": {}},
		{"subject": "b", "codes": ["unsupported"], "facts": {}},
	}
}

test_none if {
	found := unsupported_type.undetermined with input as {"types": []}
	found == set()
}
