package hds.rules.certificate_expiring_test

import data.hds.rules.certificate_expiring

_certificate(id, until) := {
	"id": id,
	"holder": "h",
	"referential": "2.0",
	"from_ns": 1,
	"until_ns": until,
	"read_ns": 1,
	"weak": false,
	"held": false,
	"number": "N-1",
	"state": "in_force",
}

_found(on, until) := found if {
	document := {
		"on_ns": on,
		"settings": {"expiry_warning_ns": 10},
		"law": {"referentials": {"2.0": {"id": "2.0", "from_ns": 0, "until_ns": null}}},
		"certificates": {"c1": _certificate("c1", until)},
	}
	found := certificate_expiring.review with input as document
}

_ends_soon := {{"subject": "c1", "codes": ["ends_soon"], "facts": {"certificate": "c1"}}}

test_far_from_the_end if {
	found := _found(89, 100)
	found == set()
}

test_first_day_of_warning if {
	found := _found(90, 100)
	found == _ends_soon
}

test_last_day if {
	found := _found(99, 100)
	found == _ends_soon
}

test_after_the_end_the_layers_fail_and_this_is_silent if {
	found := _found(100, 100)
	found == set()
}

test_no_end_known if {
	found := _found(100, null)
	found == set()
}

_beside(until) := found if {
	document := {
		"on_ns": 95,
		"settings": {"expiry_warning_ns": 10},
		"law": {"referentials": {"2.0": {"id": "2.0", "from_ns": 0, "until_ns": null}}},
		"certificates": {"c1": _certificate("c1", 100), "c2": _certificate("c2", until)},
	}
	found := certificate_expiring.review with input as document
}

test_another_certificate_lasts_longer if {
	found := _beside(900)
	found == set()
}

test_another_certificate_ends_too if {
	found := _beside(101)
	{finding.subject | some finding in found} == {"c2"}
}

test_first_day_not_known if {
	document := {
		"on_ns": 95,
		"settings": {"expiry_warning_ns": 10},
		"law": {"referentials": {"2.0": {"id": "2.0", "from_ns": 0, "until_ns": null}}},
		"certificates": {"c1": object.union(_certificate("c1", 100), {"from_ns": null})},
	}
	found := certificate_expiring.review with input as document
	found == _ends_soon
}
