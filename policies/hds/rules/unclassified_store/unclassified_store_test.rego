package hds.rules.unclassified_store_test

import data.hds.rules.unclassified_store

test_folder_with_open_stores if {
	found := unclassified_store.undetermined with input as {"folders": [{"id": "a", "unclassified": 1}, {"id": "b", "unclassified": 0}]}
	found == {{"subject": "a", "codes": ["unclassified"], "facts": {}}}
}

test_folder_without if {
	found := unclassified_store.undetermined with input as {"folders": [{"id": "b", "unclassified": 0}]}
	found == set()
}
