package hds.rules.third_party_administration_test

import data.hds.rules.third_party_administration

_certificate(changed) := object.union(
	{
		"id": "s#1",
		"holder": "s",
		"layers": {"physical": false, "hardware": false, "virtual": false, "platform": false, "admin": true, "backup": false},
		"referential": "2.0",
		"from_ns": 1,
		"until_ns": 200,
		"read_ns": 1,
		"weak": false,
		"held": true,
		"number": "N-1",
		"state": "in_force",
	},
	changed,
)

_found(changed) := found if {
	one := object.union(
		{"id": "a", "party": "account", "operator": "s", "status": "certified", "certificates": [_certificate({})]},
		changed,
	)
	document := {
		"on_ns": 100,
		"law": {"referentials": {"2.0": {"id": "2.0", "from_ns": 0, "until_ns": null}}},
		"administrators": [one],
	}
	found := third_party_administration.review with input as document
}

_said(code) := {{"subject": "a", "codes": [code], "facts": {}}}

test_a_declared_operator_with_a_certificate_passes if {
	found := _found({})
	found == set()
}

test_each_party_that_is_not_declared_is_reviewed if {
	account := _found({"operator": "", "status": ""})
	account == _said("account_not_declared")
	provider := _found({"operator": "", "status": "", "party": "federation"})
	provider == _said("provider_not_declared")
	everybody := _found({"operator": "", "status": "", "party": "public"})
	everybody == _said("everybody_let_in")
	unknown := _found({"operator": "", "status": "", "party": "unknown"})
	unknown == _said("party_not_known")
}

test_the_controller_itself_and_an_exempt_party_pass if {
	controller := _found({"status": "controller", "certificates": []})
	controller == set()
	exempt := _found({"status": "exempt", "certificates": []})
	exempt == set()
}

test_an_operator_without_a_certificate_is_reviewed if {
	none := _found({"status": "certified", "certificates": []})
	none == _said("operator_certificate_not_seen")
	not_certified := _found({"status": "not_certified", "certificates": []})
	not_certified == _said("operator_not_certified")
	unknown := _found({"status": "unknown", "certificates": []})
	unknown == _said("operator_certificate_not_seen")
}

test_a_certificate_counts_only_in_force_and_for_administration if {
	ended := _found({"certificates": [_certificate({"until_ns": 100})]})
	ended == _said("operator_certificate_not_seen")
	withdrawn := _found({"certificates": [_certificate({"state": "withdrawn"})]})
	withdrawn == _said("operator_certificate_not_seen")
	other := _found({"certificates": [_certificate({"layers": {"admin": false}})]})
	other == _said("operator_certificate_not_seen")
	unknown := _found({"certificates": [_certificate({"layers": {"admin": null}})]})
	unknown == _said("operator_certificate_not_seen")
}

test_nobody_is_let_in if {
	found := third_party_administration.review with input as {"administrators": []}
	found == set()
}
