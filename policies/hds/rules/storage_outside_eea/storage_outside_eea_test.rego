package hds.rules.storage_outside_eea_test

import data.hds.rules.storage_outside_eea

_location(id, eea, region) := {"id": id, "hoster": "h", "region": region, "country": "", "eea": eea}

test_outside_fails if {
	found := storage_outside_eea.deny with input as {"locations": [_location("a", "no", "virginia"), _location("b", "yes", "paris")]}
	found == {{"subject": "a", "codes": ["outside_eea"], "facts": {}}}
}

test_inside_is_reported_nowhere if {
	document := {"locations": [_location("b", "yes", "paris")]}
	denied := storage_outside_eea.deny with input as document
	open := storage_outside_eea.undetermined with input as document
	count(denied) + count(open) == 0
}

test_unresolved_is_undetermined if {
	found := storage_outside_eea.undetermined with input as {"locations": [_location("a", "unknown", "")]}
	found == {{"subject": "a", "codes": ["region_unresolved"], "facts": {}}}
}

test_region_never_heard_of_is_undetermined if {
	found := storage_outside_eea.undetermined with input as {"locations": [_location("a", "unknown", "atlantis")]}
	found == {{"subject": "a", "codes": ["region_not_known"], "facts": {}}}
}
