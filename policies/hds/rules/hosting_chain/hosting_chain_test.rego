package hds.rules.hosting_chain_test

import data.hds.rules.hosting_chain

_certificate(changed) := object.union(
	{
		"id": "s#1",
		"holder": "s",
		"layers": {"physical": true, "hardware": true, "virtual": null, "platform": false, "admin": false, "backup": false},
		"referential": "2.0",
		"from_ns": 1,
		"until_ns": 200,
		"read_ns": 1,
		"weak": false,
		"held": false,
		"number": "N-1",
		"state": "in_force",
	},
	changed,
)

_found(changed) := found if {
	one := object.union(
		{
			"id": "a",
			"contractor": "h",
			"holder": "s",
			"status": "certified",
			"layers": ["physical", "hardware"],
			"certificates": [_certificate({})],
		},
		changed,
	)
	document := {
		"on_ns": 100,
		"law": {"referentials": {"2.0": {"id": "2.0", "from_ns": 0, "until_ns": null}}},
		"subcontractors": [one],
	}
	found := hosting_chain.review with input as document
}

_reviewed(code) := {{"subject": "a", "codes": [code], "facts": {}}}

test_covered if {
	found := _found({})
	found == set()
}

test_not_in_the_registry if {
	found := _found({"holder": "", "status": "unknown", "certificates": []})
	found == _reviewed("subcontractor_not_known")
}

test_not_certified if {
	found := _found({"status": "not_certified", "certificates": []})
	found == _reviewed("subcontractor_not_certified")
}

test_activities_not_known if {
	found := _found({"layers": []})
	found == _reviewed("subcontractor_activities_not_known")
}

test_certified_without_a_certificate_that_was_seen if {
	found := _found({"certificates": []})
	found == _reviewed("subcontractor_certificate_not_seen")
}

test_one_activity_not_covered if {
	found := _found({"layers": ["physical", "admin"]})
	found == _reviewed("subcontractor_certificate_not_seen")
}

test_one_activity_not_known_to_be_covered if {
	found := _found({"layers": ["physical", "virtual"]})
	found == _reviewed("subcontractor_certificate_not_seen")
}

test_a_second_certificate_covers if {
	found := _found({"certificates": [_certificate({"until_ns": 50}), _certificate({"id": "s#2"})]})
	found == set()
}

test_a_certificate_that_ended if {
	found := _found({"certificates": [_certificate({"until_ns": 100})]})
	found == _reviewed("subcontractor_certificate_not_seen")
}

test_a_certificate_that_is_suspended if {
	found := _found({"certificates": [_certificate({"state": "suspended"})]})
	found == _reviewed("subcontractor_certificate_not_seen")
}

test_a_bare_claim if {
	found := _found({"certificates": [_certificate({"weak": true})]})
	found == _reviewed("subcontractor_certificate_not_seen")
}

test_no_subcontractor if {
	found := hosting_chain.review with input as {"subcontractors": []}
	found == set()
}

test_its_only_activity_is_covered if {
	found := _found({"layers": ["physical"]})
	found == set()
}
