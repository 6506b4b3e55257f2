package hds.rules.registry_stale_test

import data.hds.rules.registry_stale

_all := {"known": true, "everything": true, "eea": false, "names": {}, "complete": true}

_certificate(held) := {
	"id": "c1",
	"holder": "h",
	"layers": {"physical": true},
	"services": _all,
	"regions": _all,
	"referential": "2.0",
	"from_ns": 1,
	"until_ns": 9000,
	"read_ns": 1,
	"weak": false,
	"held": held,
	"number": "N-1",
	"state": "in_force",
}

_question := {
	"id": "q1",
	"layer": "physical",
	"actor": "hoster",
	"holder": "h",
	"holder_status": "certified",
	"service": "s",
	"region": "r",
	"eea": "yes",
	"certificates": ["c1"],
}

_found(on, changed) := found if {
	document := {
		"on_ns": on,
		"settings": {"registry_max_age_ns": 365},
		"law": {"referentials": {"2.0": {"id": "2.0", "from_ns": 0, "until_ns": null}}},
		"registries": [{"id": "registries/1", "read_ns": 1000, "hosters": ["h"]}],
		"conditions": [],
		"placements": {"physical": [_question]},
		"certificates": {"c1": _certificate(false)},
	}
	found := registry_stale.undetermined with input as object.union(document, changed)
}

_stale := {{"subject": "registries/1", "codes": ["registry_stale"], "facts": {}}}

test_last_day if {
	found := _found(1365, {})
	found == set()
}

test_the_day_after if {
	found := _found(1366, {})
	found == _stale
}

test_before_it_was_read if {
	found := _found(900, {})
	found == set()
}

test_a_pass_on_a_copy_that_the_customer_holds if {
	found := _found(1366, {"certificates": {"c1": _certificate(true)}})
	found == set()
}

test_no_pass_no_reliance if {
	found := _found(9000, {})
	found == set()
}

test_options_and_exclusions_of_the_hoster if {
	copy := {"certificates": {"c1": _certificate(true)}}
	found := _found(1366, object.union(copy, {"conditions": [{"id": "conditions/1", "hoster": "h"}]}))
	found == _stale
}

test_options_of_another_hoster if {
	copy := {"certificates": {"c1": _certificate(true)}}
	found := _found(1366, object.union(copy, {"conditions": [{"id": "conditions/1", "hoster": "o"}]}))
	found == set()
}

test_a_pass_of_a_hoster_of_another_registry if {
	found := _found(1366, {"registries": [{"id": "registries/1", "read_ns": 1000, "hosters": ["o"]}]})
	found == set()
}
