package hds.rules.cluster_place_test

import data.hds.rules.cluster_place

_found(hoster, region) := found if {
	cluster := {"id": "a", "hoster": "scaleway", "region": "fr-par", "found_hoster": hoster, "found_region": region}
	found := cluster_place.undetermined with input as {"clusters": [cluster]}
}

test_the_same_place if {
	found := _found("scaleway", "fr-par")
	found == set()
}

test_a_region_that_is_not_told if {
	found := _found("scaleway", "")
	found == set()
}

test_another_region if {
	found := _found("scaleway", "nl-ams")
	found == {{"subject": "a", "codes": ["other_region"], "facts": {}}}
}

test_another_hoster if {
	found := _found("aws", "fr-par")
	found == {{"subject": "a", "codes": ["other_hoster"], "facts": {}}}
}

test_a_site_of_ones_own_at_a_hoster if {
	cluster := {"id": "a", "hoster": "", "region": "", "found_hoster": "aws", "found_region": ""}
	found := cluster_place.undetermined with input as {"clusters": [cluster]}
	found == {{"subject": "a", "codes": ["other_hoster"], "facts": {}}}
}
